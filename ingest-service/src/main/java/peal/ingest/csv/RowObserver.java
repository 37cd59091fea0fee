package peal.ingest.csv;

import java.util.List;
import peal.domain.PhoneNumber;

/** Looks on while a file is checked. */
@FunctionalInterface
public interface RowObserver {
  /** Sees nothing. */
  RowObserver NONE = (row, header, cells, number, dialed) -> {};

  /**
   * A data row of a file whose header is sound.
   *
   * @param row its number, from 1
   * @param header the columns
   * @param cells the cells
   * @param number its number; null where it has no valid one
   * @param dialed whether it would become a call
   */
  void row(long row, Header header, List<String> cells, PhoneNumber number, boolean dialed);

  /** The header, sound or not, before any row: {@code titles} as they stand in the file. */
  default void header(List<String> titles) {}

  /**
   * A data row that would not become a call, of whatever header.
   *
   * @param row its number, from 1
   * @param cells the cells; none where the row could not be told from the next
   * @param why the first thing that is wrong with it
   */
  default void leftOut(long row, List<String> cells, Problem why) {}

  /** This one and {@code other}, of which both see everything. */
  default RowObserver beside(RowObserver other) {
    RowObserver one = this;
    return new RowObserver() {
      @Override
      public void row(
          long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {
        one.row(row, header, cells, number, dialed);
        other.row(row, header, cells, number, dialed);
      }

      @Override
      public void header(List<String> titles) {
        one.header(titles);
        other.header(titles);
      }

      @Override
      public void leftOut(long row, List<String> cells, Problem why) {
        one.leftOut(row, cells, why);
        other.leftOut(row, cells, why);
      }
    };
  }
}
