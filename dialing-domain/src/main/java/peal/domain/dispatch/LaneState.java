package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import peal.domain.PhoneNumber;

/**
 * A lane's pace.
 *
 * @param nextSlotMicros earliest next dial, µs since 1970
 * @param holdUntil no dial is requested before this: workers or the carrier asked for a rest
 * @param holds requests that came back undialed, less the dials placed since; 0 to {@value
 *     #MOST_HOLDS}
 * @param denied callers that their carrier does not let in at present; at most {@value
 *     #MOST_DENIED}, those that were tried last
 * @param suppressionsSeen offset of the last record of do-not-call entries that was taken in; -1
 *     where the lane has made entries itself and read none yet; null where it has none
 */
public record LaneState(
    long nextSlotMicros,
    Instant holdUntil,
    int holds,
    List<DeniedCaller> denied,
    Long suppressionsSeen) {
  /** A lane that has never dialed. */
  public static final LaneState NEW = new LaneState(0, Instant.EPOCH, 0, List.of(), null);

  private static final Duration FIRST_HOLD = Duration.ofMillis(100);
  private static final int MOST_DOUBLINGS = 5;

  /** A few dials prove that an outage is over, however long it was. */
  private static final int MOST_HOLDS = 10;

  private static final int MOST_DENIED = 100;

  /** Copies the list; in states of old there is none. */
  public LaneState {
    denied = denied == null ? List.of() : List.copyOf(denied);
  }

  /** A pace, where nothing is known of do-not-call entries. */
  public LaneState(long nextSlotMicros, Instant holdUntil, int holds, List<DeniedCaller> denied) {
    this(nextSlotMicros, holdUntil, holds, denied, null);
  }

  /** After the record of entries at {@code offset} was taken in; negative for one of its own. */
  LaneState suppressionsSeen(long offset) {
    long before = suppressionsSeen == null ? -1 : suppressionsSeen;
    return new LaneState(nextSlotMicros, holdUntil, holds, denied, Math.max(before, offset));
  }

  /** After a slot was given away; the next is {@code distanceMicros} later. */
  LaneState used(long slotMicros, long distanceMicros) {
    return new LaneState(slotMicros + distanceMicros, holdUntil, holds, denied, suppressionsSeen);
  }

  /** This with a next slot that is not beyond {@code mostMicros}; empty where it is not anyway. */
  Optional<LaneState> notBeyond(long mostMicros) {
    return nextSlotMicros <= mostMicros
        ? Optional.empty()
        : Optional.of(new LaneState(mostMicros, holdUntil, holds, denied, suppressionsSeen));
  }

  /** This with rests that end at {@code now} where they ended after {@code most}. */
  Optional<LaneState> restsNotBeyond(Instant most, Instant now) {
    Instant hold = holdUntil.isAfter(most) ? now : holdUntil;
    List<DeniedCaller> kept =
        denied.stream()
            .map(caller -> caller.until().isAfter(most) ? caller.restsUntil(now) : caller)
            .toList();
    LaneState next = new LaneState(nextSlotMicros, hold, holds, kept, suppressionsSeen);
    return next.equals(this) ? Optional.empty() : Optional.of(next);
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
          ? new LaneState(nextSlotMicros, until, holds, denied, suppressionsSeen)
          : this;
    }
    return new LaneState(
        nextSlotMicros, holds > 0 ? until : holdUntil, oneMore(), denied, suppressionsSeen);
  }

  /**
   * After the carrier has asked for fewer calls: it means all calls, so the whole lane rests at
   * once, however many dials went through before.
   */
  LaneState slowed(Instant until) {
    Instant longer = until.isAfter(holdUntil) ? until : holdUntil;
    return new LaneState(nextSlotMicros, longer, oneMore(), denied, suppressionsSeen);
  }

  private int oneMore() {
    return Math.min(holds + 1, MOST_HOLDS);
  }

  /** After a dial was placed: makes up for one that was not. */
  LaneState flowing() {
    return new LaneState(
        nextSlotMicros, holdUntil, Math.max(0, holds - 1), denied, suppressionsSeen);
  }

  /** What is known of a caller whose carrier does not let it in, if it is such a one. */
  Optional<DeniedCaller> deniedCaller(String carrier, PhoneNumber from) {
    return denied.stream().filter(caller -> caller.is(carrier, from)).findFirst();
  }

  /** With {@code caller} as it is now. */
  LaneState denied(DeniedCaller caller) {
    List<DeniedCaller> others = without(caller.carrier(), caller.from());
    if (others.size() == MOST_DENIED) {
      others.remove(Collections.min(others, Comparator.comparing(DeniedCaller::until)));
    }
    others.add(caller);
    return new LaneState(nextSlotMicros, holdUntil, holds, others, suppressionsSeen);
  }

  /** After the carrier has let a caller in; empty where it was not kept out. */
  Optional<LaneState> letIn(String carrier, PhoneNumber from) {
    return denied.isEmpty() || deniedCaller(carrier, from).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LaneState(
                nextSlotMicros, holdUntil, holds, without(carrier, from), suppressionsSeen));
  }

  private List<DeniedCaller> without(String carrier, PhoneNumber from) {
    List<DeniedCaller> others = new ArrayList<>(denied);
    others.removeIf(caller -> caller.is(carrier, from));
    return others;
  }
}
