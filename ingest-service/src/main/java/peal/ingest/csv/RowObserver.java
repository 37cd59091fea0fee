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
}
