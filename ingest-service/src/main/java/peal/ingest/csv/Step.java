package peal.ingest.csv;

import java.util.List;

/** What comes next in a file of rows. */
public sealed interface Step {
  /**
   * A row, the header included.
   *
   * @param line line of the file in which it starts, from 1
   * @param values its cells; empty ones are empty strings
   */
  record Cells(long line, List<String> values) implements Step {
    /** Copies the cells. */
    public Cells {
      values = List.copyOf(values);
    }

    /** Whether no cell has a value. */
    public boolean blank() {
      return values.stream().allMatch(Blanks::blank);
    }

    /** Characters of all cells. */
    int length() {
      int length = 0;
      for (String value : values) {
        length += value.length();
      }
      return length;
    }
  }

  /** Nothing. */
  record End() implements Step {}

  /**
   * A row whose end cannot be found; nothing behind it can be read.
   *
   * @param flaw why
   * @param line line of the flaw, from 1
   * @param cell index of the cell that has it, from 0
   */
  record Broken(Flaw flaw, long line, int cell) implements Step {}

  /** Why a row's end cannot be found. */
  enum Flaw {
    /** A quote is opened and never closed. */
    UNCLOSED_QUOTE,
    /** Between a closing quote and the next delimiter stands text. */
    TEXT_AFTER_QUOTE,
    /** The row goes on and on. */
    TOO_LONG
  }
}
