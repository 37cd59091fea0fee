package peal.ingest.csv;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A file of rows, of whatever kind, that can be read from its header on any number of times. */
public interface RowFile extends AutoCloseable {
  /** Characters of a row; longer ones are refused. */
  int LONGEST_ROW = CsvRows.MAX_ROW_LENGTH;

  /** Its rows from the first on, the header; the caller closes them. */
  Rows open() throws IOException;

  /** Which of its columns are which, where the client has said so. */
  ColumnChoice choice();

  /**
   * The number of a data row: that of the file that the row came with first.
   *
   * @param count its place in this file, from 1
   */
  default long rowOf(long count, List<String> cells) {
    return count;
  }

  /**
   * How it was read, as the API shows it: {@code delimiter} and {@code encoding}, or {@code sheet}.
   */
  Map<String, String> traits();

  /** Which part of what was sent this is, and what else there is; empty where it is all. */
  default String whereFrom() {
    return "";
  }

  /** What deserves a look beside the rows themselves. */
  default List<Problem> doubts() {
    return List.of();
  }

  /** Lets go of what was kept beside the file itself. */
  @Override
  default void close() throws IOException {}
}
