package peal.projector.fold;

import peal.domain.CallStatus;

/**
 * How many calls have left waiting. Waiting itself is never counted, so that parts always add up.
 *
 * @param active calls with an attempt out
 * @param completed calls that ended with a conversation or a voicemail
 * @param failed calls that ended without one
 * @param cancelled calls that dispatch cancelled one by one; those that a stop dropped are
 *     arithmetic, see {@link #of}
 */
public record Tally(long active, long completed, long failed, long cancelled) {
  /** Nothing has happened. */
  public static final Tally NONE = new Tally(0, 0, 0, 0);

  /** One call went from one status to another. */
  public Tally moved(CallStatus from, CallStatus to) {
    return from == to ? this : plus(from, -1).plus(to, 1);
  }

  /** Calls that are not waiting. */
  public long left() {
    return active + completed + failed + cancelled;
  }

  /**
   * The counts of {@code total} calls of which these have left waiting.
   *
   * @param total calls in all; taken as {@link #left} where that is more, while not all is read
   * @param over whether whoever is still waiting has been dropped
   */
  public Counts of(long total, boolean over) {
    long all = Math.max(total, left());
    long waiting = all - left();
    return over
        ? new Counts(all, 0, active, completed, failed, cancelled + waiting)
        : new Counts(all, waiting, active, completed, failed, cancelled);
  }

  private Tally plus(CallStatus status, int n) {
    return switch (status) {
      case WAITING -> this;
      case ACTIVE -> new Tally(active + n, completed, failed, cancelled);
      case COMPLETED -> new Tally(active, completed + n, failed, cancelled);
      case FAILED -> new Tally(active, completed, failed + n, cancelled);
      case CANCELLED -> new Tally(active, completed, failed, cancelled + n);
    };
  }
}
