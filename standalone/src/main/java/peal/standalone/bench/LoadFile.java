package peal.standalone.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of many numbers, each of which answers: none ends in 0000-0999, where the simulator keeps
 * numbers that behave in their own way.
 */
public final class LoadFile {
  private static final long FIRST = 15_551_000_000L;
  private static final int BLOCK = 10_000;
  private static final int ORDINARY_FROM = 1_000;
  private static final int ORDINARY = BLOCK - ORDINARY_FROM;
  private static final int MOST = 8_000_000;

  private LoadFile() {}

  /**
   * Writes {@code rows} rows to {@code file}, each with its own number.
   *
   * @throws IllegalArgumentException for more rows than there are numbers
   */
  public static void write(Path file, long rows) throws IOException {
    if (rows < 1 || rows > MOST) {
      throw new IllegalArgumentException("rows must be 1-" + MOST);
    }
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("phone_number,first_name\n");
      for (long row = 0; row < rows; row++) {
        out.write("+" + number(row) + ",Ada\n");
      }
    }
  }

  /** The number of a row, counted from 0, without its plus. */
  static long number(long row) {
    return FIRST + row / ORDINARY * BLOCK + ORDINARY_FROM + row % ORDINARY;
  }
}
