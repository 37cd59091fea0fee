package peal.projector.query;

import java.util.List;

/**
 * A piece of a lane's events.
 *
 * @param span what of the lane's log is kept
 * @param steps what was told, in order
 * @param next where to go on
 * @param more whether what lies there can be told now, so that it is worth asking again at once
 */
public record LaneEventPage(Span span, List<Step> steps, long next, boolean more) {
  /** Copies the list. */
  public LaneEventPage {
    steps = steps == null ? List.of() : List.copyOf(steps);
  }

  /**
   * From where to where there are records.
   *
   * @param first the oldest that is kept
   * @param end where the next will lie
   */
  public record Span(long first, long end) {}

  /**
   * What one record tells.
   *
   * @param offset where it lies
   */
  public record Step(long offset, List<ApiEvent> events) {
    /** Copies the list. */
    public Step {
      events = List.copyOf(events);
    }
  }
}
