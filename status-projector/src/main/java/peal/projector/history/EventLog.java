package peal.projector.history;

import java.util.List;
import peal.domain.Lane;
import peal.domain.event.CallEvent;

/** Reads single records of {@code call-events} again. Thread-safe. */
@FunctionalInterface
public interface EventLog {
  /**
   * The records of {@code lane} at {@code offsets}, within a bounded time.
   *
   * @param offsets ascending
   */
  Found read(Lane lane, List<Long> offsets);

  /**
   * What was found.
   *
   * @param events in the order of the log
   * @param removed records that Kafka no longer has
   * @param unread records that could not be read in time, or not at all
   */
  record Found(List<CallEvent> events, int removed, int unread) {
    /** Copies the list. */
    public Found {
      events = List.copyOf(events);
    }
  }
}
