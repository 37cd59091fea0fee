package peal.domain.dispatch;

import java.util.List;

/**
 * How far the rows of a batch have come that ring in the same time zones.
 *
 * @param zones the zones, as their rows have them; empty where they are unknown
 * @param lastRow highest row number received
 * @param takenRow highest row number taken from the queue
 */
public record ZoneRows(String zones, long lastRow, long takenRow) {
  /** How zones are named where a row has none. */
  static String named(String zones) {
    return zones == null ? "" : zones;
  }

  static int indexOf(List<ZoneRows> all, String zones) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).zones().equals(zones)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether rows wait that were never dialed. */
  boolean hasFresh() {
    return lastRow > takenRow;
  }
}
