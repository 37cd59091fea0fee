package peal.ingest.csv;

import java.io.IOException;

/** A file's rows, one at a time and in order; rows without any value are left out. */
public interface Rows extends AutoCloseable {
  /** The next row; after {@link Step.End} and {@link Step.Broken} there is none. */
  Step next() throws IOException;

  @Override
  void close() throws IOException;
}
