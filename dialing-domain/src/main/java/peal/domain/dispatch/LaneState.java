package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import peal.domain.BatchId;

/**
 * A lane's pace and whose turn it is.
 *
 * @param nextSlotMicros earliest next dial, µs since 1970
 * @param holdUntil no dial is requested before this: workers or the carrier asked for a rest
 * @param holds requests that came back undialed, less the dials placed since; 0 to {@value
 *     #MOST_HOLDS}
 * @param lastTurn the batch that was served last; null at first
 */
public record LaneState(long nextSlotMicros, Instant holdUntil, int holds, BatchId lastTurn) {
  /** A lane that has never dialed. */
  public static final LaneState NEW = new LaneState(0, Instant.EPOCH, 0, null);

  private static final Duration FIRST_HOLD = Duration.ofMillis(100);
  private static final int MOST_DOUBLINGS = 5;

  /** A few dials prove that an outage is over, however long it was. */
  private static final int MOST_HOLDS = 10;

  /** After a slot was given away to {@code batch}; the next is {@code distanceMicros} later. */
  LaneState used(long slotMicros, long distanceMicros, BatchId batch) {
    return new LaneState(slotMicros + distanceMicros, holdUntil, holds, batch);
  }

  /** This with a next slot that is not beyond {@code mostMicros}; empty where it is not anyway. */
  Optional<LaneState> notBeyond(long mostMicros) {
    return nextSlotMicros <= mostMicros
        ? Optional.empty()
        : Optional.of(new LaneState(mostMicros, holdUntil, holds, lastTurn));
  }

  /**
   * How long a request that came back undialed should rest: as long as was asked, or, where nothing
   * was said, 100 ms and twice as long each time, up to 3.2 s.
   */
  Duration rest(Duration asked) {
    return asked != null ? asked : FIRST_HOLD.multipliedBy(1L << Math.min(holds, MOST_DOUBLINGS));
  }

  /**
   * After a request came back undialed. One alone delays only its own call; when they come more
   * often than dials, the whole lane rests. What comes back while it rests was requested before, so
   * it makes the rest longer only where that was asked for.
   *
   * @param now when it came back
   * @param until when its own call may be requested again
   * @param asked whether the worker or the carrier named that time
   */
  LaneState rested(Instant now, Instant until, boolean asked) {
    if (now.isBefore(holdUntil)) {
      return asked && until.isAfter(holdUntil)
          ? new LaneState(nextSlotMicros, until, holds, lastTurn)
          : this;
    }
    return new LaneState(nextSlotMicros, holds > 0 ? until : holdUntil, oneMore(), lastTurn);
  }

  /**
   * After the carrier has asked for fewer calls: it means all calls, so the whole lane rests at
   * once, however many dials went through before.
   */
  LaneState slowed(Instant until) {
    Instant longer = until.isAfter(holdUntil) ? until : holdUntil;
    return new LaneState(nextSlotMicros, longer, oneMore(), lastTurn);
  }

  private int oneMore() {
    return Math.min(holds + 1, MOST_HOLDS);
  }

  /** After a dial was placed: makes up for one that was not. */
  LaneState flowing() {
    return new LaneState(nextSlotMicros, holdUntil, Math.max(0, holds - 1), lastTurn);
  }
}
