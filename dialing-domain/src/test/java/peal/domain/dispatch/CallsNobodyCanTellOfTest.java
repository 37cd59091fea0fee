package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.FIRST;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;

/**
 * A carrier that answers 500 to an order and to each question about it. Such a call was asked about
 * for ever: it held a place, some of them stopped their lane, and a cancelled batch never finished.
 */
class CallsNobodyCanTellOfTest {
  private static final int ROWS = 40_000;

  private final TestLane lane = new TestLane();
  private final List<CallEvent.CallSettled> ends = new ArrayList<>();
  private Instant now = T0;
  private int dials;
  private int asks;

  @BeforeEach
  void aLongBatch() {
    lane.share = new LaneShare(5, 50);
    lane.open(ROWS, null);
    lane.take(new BatchSealed(BATCH, T0, ROWS), T0);
  }

  @Test
  void endsAsUnknownAfterAnHourWhileOthersGetThrough() {
    live(Duration.ofMinutes(50), true);
    assertThat(ends).isEmpty();

    live(Duration.ofMinutes(20), true);

    assertThat(ends).containsExactly(unknown());
    assertThat(dials).as("never dialed again").isOne();
    assertThat(asks).isEqualTo(OpenCall.Requested.MOST_ASKS);
  }

  @Test
  void aCancelledBatchOfItFinishes() {
    live(Duration.ofMinutes(1), false);
    lane.take(new BatchCancelled(BATCH, now), now);

    live(Duration.ofHours(25), false);

    assertThat(ends).containsExactly(unknown());
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void isAskedAboutForADayWhereItsCarrierTakesNoOtherEither() {
    live(Duration.ofHours(23), false);
    assertThat(ends).isEmpty();

    live(Duration.ofHours(2), false);

    assertThat(ends).containsExactly(unknown());
    assertThat(dials).isOne();
  }

  /** At the end of an outage the first who gets through is not the end of those who waited. */
  @Test
  void isAskedAboutForAWhileAfterAnOutage() {
    live(Duration.ofHours(5), false);
    live(Duration.ofMinutes(25), true);
    assertThat(ends).isEmpty();

    live(Duration.ofMinutes(10), true);

    assertThat(ends).containsExactly(unknown());
  }

  private CallEvent.CallSettled unknown() {
    return new CallEvent.CallSettled(FIRST.call(), ends.getFirst().at(), 1, Outcome.UNKNOWN);
  }

  /**
   * Lets time pass. Of the first call nothing is heard.
   *
   * @param others whether other calls get through; else nothing is heard of them either, and they
   *     are taken for dialed as little
   */
  private void live(Duration time, boolean others) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusMillis(500)) {
      Decisions tick = lane.tick(now);
      settled(tick);
      for (DialRequest request : tick.requests()) {
        if (request.attempt().equals(FIRST)) {
          dials += TestLane.dials(request) ? 1 : 0;
          asks += TestLane.dials(request) ? 0 : 1;
        } else if (others) {
          lane.take(new CallEvent.Dialing(request.attempt(), now, "w"), now);
          lane.take(TestLane.ended(request, now), now);
        } else {
          lane.take(TestLane.undialed(request, null, CallEvent.NotDialed.Cause.UNAVAILABLE), now);
        }
      }
    }
  }

  private void settled(Decisions decisions) {
    for (CallEvent.Decision decision : decisions.events()) {
      if (decision instanceof CallEvent.CallSettled end && end.call().equals(FIRST.call())) {
        ends.add(end);
      }
    }
  }
}
