package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;

/** A lane that may start ten calls a second and have five open, and the rules that it goes by. */
final class TestLane {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final BatchId BATCH = BatchId.ofToken("b");
  static final AttemptId FIRST = new AttemptId(CallId.ofRow(BATCH, 0, 1), 1);
  private static final LaneShare SHARE = new LaneShare(10, 5);

  final MapLaneStore store = new MapLaneStore();
  LaneBook book = store.book();
  Instant readSince = Instant.EPOCH;
  LaneShare share = SHARE;
  DialingStops stops = DialingStops.NONE;
  private final Dispatch dispatch = new Dispatch(Timing.DEFAULT);
  private final LaneTick tick = new LaneTick(Timing.DEFAULT);

  Decisions take(LaneEvent event, Instant now) {
    return dispatch.apply(book, event, now);
  }

  Decisions tick(Instant now) {
    return tick(now, () -> true);
  }

  /** A tick that dials as long as {@code goesOn}. */
  Decisions tick(Instant now, BooleanSupplier goesOn) {
    return tick.run(book, share, stops, now, readSince, goesOn);
  }

  /** When time may next change something. */
  Optional<Instant> nextAct(Instant now) {
    return tick.nextAct(book, now);
  }

  /** What a tick asks the workers for. */
  List<DialRequest> tickAt(Instant now) {
    return tick(now).requests();
  }

  /** Opens {@link #BATCH} at {@link #T0} and reads its rows; it is not sealed. */
  void open(long rows, Instant scheduledAt) {
    take(
        new BatchOpened(
            BATCH, T0, null, LaneLife.agent(), rows, rows, T0.plusSeconds(900), scheduledAt, null),
        T0);
    for (long row = 1; row <= rows; row++) {
      take(new CallQueued(CallId.ofRow(BATCH, 0, row), T0, number(row), Map.of()), T0);
    }
  }

  /** Whom a row is for. */
  static PhoneNumber number(long row) {
    return new PhoneNumber("+1555" + (1_000_000 + row));
  }

  /** Starts a batch of one row, and its only dial. */
  DialRequest requestOne() {
    open(1, null);
    take(new BatchSealed(BATCH, T0, 1), T0);
    return tickAt(T0.plusSeconds(1)).getFirst();
  }

  static boolean dials(DialRequest request) {
    return request.kind() == DialRequest.Kind.DIAL;
  }

  static CallEvent undialed(
      DialRequest dial, Duration retryAfter, CallEvent.NotDialed.Cause cause) {
    return new CallEvent.NotDialed(
        dial.attempt(), dial.slotAt(), dial.slotAt(), "words", retryAfter, cause);
  }

  static CallEvent ended(DialRequest dial, Instant at) {
    return new CallEvent.Ended(dial.attempt(), at, Outcome.ANSWERED, 1.0, null, null);
  }
}
