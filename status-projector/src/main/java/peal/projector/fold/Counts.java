package peal.projector.fold;

import peal.domain.CallStatus;

/** Calls by status; the parts always add up to {@code total}, and none is negative. */
public record Counts(
    long total, long waiting, long active, long completed, long failed, long cancelled) {
  /** No calls. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

  /** Refuses parts that do not add up. */
  public Counts {
    if (waiting < 0 || active < 0 || completed < 0 || failed < 0 || cancelled < 0) {
      throw new IllegalArgumentException("no count may be negative");
    }
    if (waiting + active + completed + failed + cancelled != total) {
      throw new IllegalArgumentException("the counts must add up");
    }
  }

  /** Both together. */
  public Counts plus(Counts other) {
    return new Counts(
        total + other.total,
        waiting + other.waiting,
        active + other.active,
        completed + other.completed,
        failed + other.failed,
        cancelled + other.cancelled);
  }

  /** As if there were {@code more} further calls, all waiting. */
  public Counts plusWaiting(long more) {
    return new Counts(total + more, waiting + more, active, completed, failed, cancelled);
  }

  /** Calls of one status. */
  public long of(CallStatus status) {
    return switch (status) {
      case WAITING -> waiting;
      case ACTIVE -> active;
      case COMPLETED -> completed;
      case FAILED -> failed;
      case CANCELLED -> cancelled;
    };
  }

  /** Calls that have not ended. */
  public long open() {
    return waiting + active;
  }
}
