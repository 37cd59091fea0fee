package peal.ingest.csv;

import java.io.IOException;
import java.io.Reader;

/**
 * A file as characters.
 *
 * @param bytes its bytes
 * @param encoding how they stand for characters
 */
public record CsvText(CsvBytes bytes, Encoding encoding) {
  /** The text of {@code bytes}, whose encoding is looked for. */
  public static CsvText of(CsvBytes bytes) throws IOException {
    return new CsvText(bytes, Encoding.shownBy(bytes).orElse(Encoding.UTF_8));
  }

  /** The characters from the first on; the caller closes the reader. */
  Reader reader() throws IOException {
    return encoding.reader(bytes);
  }
}
