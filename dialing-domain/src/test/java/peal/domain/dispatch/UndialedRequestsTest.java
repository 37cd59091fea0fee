package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;

/** What dispatch makes of requests that come back undialed. */
class UndialedRequestsTest {
  private final TestLane lane = new TestLane();

  @Test
  void oneUndialedRequestDelaysItsOwnCallOnlyManySlowTheLane() {
    lane.open(9, null);
    lane.take(new BatchSealed(BATCH, T0, 9), T0);
    List<DialRequest> out = lane.tickAt(T0.plusSeconds(1));
    DialRequest one = out.getFirst();
    Duration rest = Duration.ofSeconds(30);

    lane.take(new CallEvent.NotDialed(one.attempt(), T0, one.slotAt(), "429", rest), one.slotAt());
    List<DialRequest> next = lane.tickAt(T0.plusSeconds(2));
    assertThat(next).isNotEmpty();

    DialRequest two = next.getFirst();
    lane.take(new CallEvent.NotDialed(two.attempt(), T0, two.slotAt(), "429", rest), two.slotAt());
    assertThat(lane.tickAt(T0.plusSeconds(4)).stream().filter(TestLane::dials)).isEmpty();
  }

  @Test
  void aCarrierThatWantsFewerCallsIsLeftAloneByTheWholeLaneAtOnce() {
    lane.open(9, null);
    lane.take(new BatchSealed(BATCH, T0, 9), T0);
    DialRequest one = lane.tickAt(T0.plusSeconds(1)).getFirst();
    Instant said = T0.plusSeconds(2);

    lane.take(
        TestLane.undialed(one, Duration.ofSeconds(30), CallEvent.NotDialed.Cause.SLOW_DOWN), said);

    assertThat(lane.tickAt(said.plusMillis(29_950)).stream().filter(TestLane::dials)).isEmpty();
    assertThat(lane.tickAt(said.plusSeconds(30)).stream().filter(TestLane::dials)).isNotEmpty();
  }

  @Test
  void whatAStoppingWorkerGivesBackIsRequestedAgainAtOnce() {
    lane.open(9, null);
    lane.take(new BatchSealed(BATCH, T0, 9), T0);
    List<DialRequest> out = lane.tickAt(T0.plusSeconds(1));
    Instant stop = T0.plusSeconds(2);

    out.forEach(
        dial -> lane.take(TestLane.undialed(dial, null, CallEvent.NotDialed.Cause.STOPPING), stop));

    assertThat(out).hasSizeGreaterThan(1);
    assertThat(lane.tickAt(stop).stream().filter(TestLane::dials).map(DialRequest::attempt))
        .containsAnyElementsOf(out.stream().map(DialRequest::attempt).toList());
    assertThat(lane.book.state().holds()).isZero();
  }

  /** A carrier that answers 503 twice while it takes others costs a call less than a second. */
  @Test
  void whatIsRefusedTwiceIsDialedSoonAfter() {
    lane.open(40, null);
    lane.take(new BatchSealed(BATCH, T0, 40), T0);
    DialRequest dial = lane.tickAt(T0).getFirst();
    Instant now = T0;
    for (int refusals = 0; refusals < 2; refusals++) {
      now = now.plusMillis(500);
      lane.take(TestLane.undialed(dial, null, CallEvent.NotDialed.Cause.UNAVAILABLE), now);
      Instant rested = now.plusMillis(400);
      dial =
          lane.tickAt(rested).stream()
              .filter(again -> again.attempt().equals(TestLane.FIRST))
              .findFirst()
              .orElseThrow();
    }
  }

  @Test
  void afterALongOutageAFewDialsMakeTheLaneForgetIt() {
    lane.open(40, null);
    lane.take(new BatchSealed(BATCH, T0, 40), T0);
    Instant now = T0.plusSeconds(1);
    for (int i = 0; i < 200; i++) {
      now = now.plusSeconds(5);
      for (DialRequest dial : lane.tickAt(now)) {
        lane.take(TestLane.undialed(dial, null, CallEvent.NotDialed.Cause.UNAVAILABLE), now);
      }
    }

    now = now.plusSeconds(5);
    for (int i = 0; i < 120; i++) {
      for (DialRequest dial : lane.tickAt(now)) {
        lane.take(new CallEvent.Dialing(dial.attempt(), now, "w"), now);
        lane.take(TestLane.ended(dial, now), now);
      }
      now = now.plusMillis(100);
    }

    assertThat(lane.book.state().holds()).isZero();
  }
}
