package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;

/**
 * A carrier that is down for ten minutes costs no call, in whatever way it is down: it refuses, it
 * wants to be left alone, it swallows requests, or it rings and does not say so.
 */
class CarrierOutageProperties {
  private static final Instant START = LaneLife.START;
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration OUTAGE = Duration.ofMinutes(10);

  /**
   * The longest wait before the carrier is asked about a call that it may never have seen, the
   * longest rest of one that it has not, and a little.
   */
  private static final Duration RECOVERY =
      Timing.DEFAULT.afterAskUnplaced(20).plus(Timing.DEFAULT.afterAsk(20)).plusSeconds(5);

  private final Dispatch dispatch = new Dispatch(Timing.DEFAULT);
  private final LaneTick tick = new LaneTick(Timing.DEFAULT);

  @Property(tries = 60)
  void tenMinutesWithoutACarrierCostNoCallAndNoAttempt(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 120) int rows,
      @ForAll @DoubleRange(min = 0.5, max = 50) double rate,
      @ForAll @IntRange(min = 0, max = 4_000) int beginsAfterMillis) {
    Instant from = START.plusMillis(beginsAfterMillis);
    FailingCarrier carrier =
        new FailingCarrier(new Random(seed), from, from.plus(OUTAGE), STEP.toMillis());
    MapLaneStore store = new MapLaneStore();
    LaneBook book = store.book();
    upload(book, rows);

    Instant end =
        carrier.backAt().plus(RECOVERY).plusMillis((long) (1_100 * rows / rate)).plusSeconds(2);
    int[] requestsWhileDown = new int[1];
    for (Instant now = START; now.isBefore(end) && !store.isEmpty(); now = now.plus(STEP)) {
      for (CallEvent.Report report : carrier.reportsBy(now)) {
        Decisions decided = dispatch.apply(book, report, now);
        decided.events().forEach(carrier::settled);
      }
      for (DialRequest request :
          tick.run(book, new LaneShare(rate, 40), DialingStops.NONE, now, Instant.EPOCH, () -> true)
              .requests()) {
        carrier.take(request, now);
        requestsWhileDown[0] += carrier.isDown(now) ? 1 : 0;
      }
    }

    assertThat(carrier.ends).as("calls that ended").hasSize(rows);
    assertThat(carrier.ends.values())
        .allSatisfy(last -> {
          assertThat(last.outcome()).isEqualTo(Outcome.ANSWERED);
          assertThat(last.attempts()).as("attempts used").isEqualTo(1);
        });
    assertThat(carrier.rings.values()).allMatch(rings -> rings == 1);
    assertThat(store.isEmpty()).isTrue();
    // It is asked now and then, and not stormed: what goes out is far below the pace.
    assertThat(requestsWhileDown[0])
        .isLessThan((int) (100 + OUTAGE.toSeconds() * Math.min(rate, 15)));
  }

  private void upload(LaneBook book, int rows) {
    BatchId batch = BatchId.ofToken("b");
    RetryPlan callbacks = RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(1)));
    dispatch.apply(
        book,
        new BatchOpened(
            batch,
            START,
            null,
            LaneLife.agent(),
            rows,
            rows,
            START.plusSeconds(900),
            null,
            callbacks),
        START);
    for (int row = 1; row <= rows; row++) {
      PhoneNumber number = TestLane.number(row);
      dispatch.apply(
          book, new CallQueued(CallId.ofRow(batch, 0, row), START, number, Map.of()), START);
    }
    dispatch.apply(book, new BatchSealed(batch, START, rows), START);
  }
}
