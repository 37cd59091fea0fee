package peal.projector.events;

import java.time.Instant;
import java.util.List;
import peal.domain.Lane;
import peal.domain.event.CallEvent;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneUnavailable;

/**
 * A lane's partition of {@code call-events} in order. Every method answers within a bounded time,
 * or throws {@link LaneUnavailable}. Thread-safe.
 */
public interface LaneLog {
  /**
   * The lane's records at {@code from} and behind it, as far as one look goes.
   *
   * @param from an offset, at least 0
   * @param to the last that is wanted
   * @param most of them, at least 1
   */
  Scan scan(Lane lane, long from, long to, int most);

  /** Nothing is told of a record of the lane: what is stored of its call cannot be read. */
  void untold(Lane lane, long offset);

  /** Where the lane's partition begins and ends. */
  LaneEventPage.Span span(Lane lane);

  /** Where the first record of {@code instant} or later lies, or will. */
  long at(Lane lane, Instant instant);

  /**
   * A record of the lane.
   *
   * @param offset where it lies
   */
  record Logged(long offset, CallEvent event) {}

  /**
   * What one look found.
   *
   * @param span the whole partition
   * @param records the lane's, ascending; none where it was asked for what is no longer kept
   * @param next where to go on
   */
  record Scan(LaneEventPage.Span span, List<Logged> records, long next) {
    /** Copies the list. */
    public Scan {
      records = List.copyOf(records);
    }
  }
}
