package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.FIRST;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;

/** When a batch's calls may be dialed, and when not any more. */
class DispatchTest {
  private final TestLane lane = new TestLane();

  @Test
  void nothingIsDialedBeforeTheSeal() {
    lane.open(3, null);

    assertThat(lane.tickAt(T0.plusSeconds(1))).isEmpty();

    lane.take(new BatchSealed(BATCH, T0, 3), T0);
    assertThat(lane.tickAt(T0.plusSeconds(2))).isNotEmpty();
  }

  @Test
  void aSingleCallGoesBeforeRowsOfAFile() {
    lane.open(9, null);
    lane.take(new BatchSealed(BATCH, T0, 9), T0);
    lane.tickAt(T0.plusSeconds(1));
    BatchId single = BatchId.ofToken("c");
    lane.take(
        new BatchOpened(
            single,
            T0,
            null,
            LaneLife.agent(),
            1,
            1,
            T0.plusSeconds(900),
            true,
            null,
            BatchPlan.USUAL),
        T0);
    CallId call = CallId.ofRow(single, 0, 1);
    lane.take(new CallQueued(call, T0, new PhoneNumber("+15550001001"), Map.of()), T0);
    lane.take(new BatchSealed(single, T0, 1), T0);

    assertThat(lane.tickAt(T0.plusSeconds(2)).getFirst().attempt().call()).isEqualTo(call);
  }

  @Test
  void nothingIsDialedBeforeItsSchedule() {
    lane.open(1, T0.plusSeconds(3_600));
    lane.take(new BatchSealed(BATCH, T0, 1), T0);

    assertThat(lane.tickAt(T0.plusSeconds(3_599))).isEmpty();
    assertThat(lane.tickAt(T0.plusSeconds(3_600))).hasSize(1);
  }

  @Test
  void aSealThatWasNotReadYetBecauseDispatchWasAwayIsWaitedFor() {
    lane.open(1, null);
    Instant back = T0.plusSeconds(3_600);
    lane.readSince = back;

    assertThat(lane.tick(back.plusMillis(50)).events()).isEmpty();
    lane.take(new BatchSealed(BATCH, T0.plusSeconds(60), 1), back.plusMillis(60));

    assertThat(lane.tickAt(back.plusMillis(100))).hasSize(1);
  }

  @Test
  void aBatchWhoseWriterDiedWhileDispatchWasAwayExpiresOnceThatHasCaughtUp() {
    lane.open(1, null);
    Instant back = T0.plusSeconds(3_600);
    lane.readSince = back;

    assertThat(lane.tick(back.plusSeconds(30)).events()).isEmpty();
    assertThat(lane.tick(back.plusSeconds(31)).events())
        .containsExactly(new CallEvent.BatchExpired(BATCH, back.plusSeconds(31)));
  }

  @Test
  void aPaceThatIsRaisedTakesEffectAtOnceHoweverLowItWas() {
    lane.open(3, null);
    lane.take(new BatchSealed(BATCH, T0, 3), T0);
    lane.share = new LaneShare(0.001, 5);
    assertThat(lane.tickAt(T0.plusSeconds(1))).hasSize(1);
    assertThat(lane.tickAt(T0.plusSeconds(2))).isEmpty();

    lane.share = new LaneShare(10, 5);

    List<DialRequest> next = lane.tickAt(T0.plusSeconds(3));
    assertThat(next).as("a slot of the new distance ahead").isEmpty();
    assertThat(lane.tickAt(T0.plusMillis(3_200))).isNotEmpty();
  }

  @Test
  void aBatchThatIsNeverSealedExpiresUndialed() {
    lane.open(2, null);

    Decisions decisions = lane.tick(T0.plusSeconds(901));

    assertThat(decisions.events())
        .containsExactly(new CallEvent.BatchExpired(BATCH, T0.plusSeconds(901)));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void aLimitOfOpenCallsIsKept() {
    lane.open(20, null);
    lane.take(new BatchSealed(BATCH, T0, 20), T0);
    int requested = 0;

    for (int second = 1; second < 4; second++) {
      requested +=
          (int) lane.tickAt(T0.plusSeconds(second)).stream().filter(TestLane::dials).count();
    }

    assertThat(requested).isEqualTo(5);
  }

  @Test
  void aCancelNamesWhatIsOutAndDropsTheRestInOneEvent() {
    lane.open(20, null);
    lane.take(new BatchSealed(BATCH, T0, 20), T0);
    lane.tickAt(T0.plusSeconds(1));
    int out = lane.book.out();

    Decisions decisions = lane.take(new BatchCancelled(BATCH, T0), T0.plusSeconds(2));

    assertThat(out).isPositive();
    assertThat(decisions.events())
        .singleElement()
        .isInstanceOfSatisfying(
            CallEvent.BatchStopped.class, stop -> assertThat(stop.out()).hasSize(out));
    assertThat(lane.tickAt(T0.plusSeconds(3))).noneMatch(TestLane::dials);
  }

  @Test
  void aRequestThatComesBackAfterACancelIsCancelledToo() {
    DialRequest dial = lane.requestOne();
    lane.take(new BatchCancelled(BATCH, T0), dial.slotAt());

    Decisions decisions =
        lane.take(
            new CallEvent.NotDialed(FIRST, dial.slotAt(), dial.slotAt(), "full", null),
            dial.slotAt());

    assertThat(decisions.events())
        .containsExactly(new CallEvent.CallSettled(FIRST.call(), dial.slotAt(), 0, null));
    assertThat(lane.store.isEmpty()).isTrue();
  }
}
