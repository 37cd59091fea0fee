package peal.projector.history;

import java.util.List;

/**
 * A call's history.
 *
 * @param entries in the order in which they were taken note of
 * @param now what it waits for, or where it is; null once it has ended
 * @param removed records that are older than their topic's retention
 * @param omitted records in the middle that were too many to remember
 * @param unread records that could not be read just now
 */
public record Told(List<Entry> entries, String now, int removed, int omitted, int unread) {
  /** Copies the list. */
  public Told {
    entries = List.copyOf(entries);
  }

  /** Whether nothing is missing. */
  public boolean complete() {
    return removed + omitted + unread == 0;
  }
}
