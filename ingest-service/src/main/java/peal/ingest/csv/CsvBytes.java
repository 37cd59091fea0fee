package peal.ingest.csv;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file that can be read from their start any number of times. */
@FunctionalInterface
public interface CsvBytes {
  /** A stream from the first byte on; the caller closes it. */
  InputStream open() throws IOException;
}
