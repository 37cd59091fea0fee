package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.NotDialed.Cause;

/** Whatever a carrier says of a call for ever, it ends. */
class CallsThatCannotBeEndedTest {
  private final TestLane lane = new TestLane();
  private final List<CallEvent.Decision> decided = new ArrayList<>();
  private Instant now = T0;
  private final Map<DialRequest.Kind, Integer> asked = new EnumMap<>(DialRequest.Kind.class);

  @Test
  void aCallThatRingsForEverEndsAfterItsLongestTimeAndSomeHangUps() {
    DialRequest dial = lane.requestOne();
    lane.take(new CallEvent.Dialing(dial.attempt(), T0.plusSeconds(1), "w"), T0.plusSeconds(1));

    for (now = T0.plusSeconds(2);
        now.isBefore(T0.plusSeconds(600 + 900));
        now = now.plusMillis(500)) {
      Decisions tick = lane.tick(now);
      decided.addAll(tick.events());
      if (decided.isEmpty()) {
        // Its carrier says so by itself as well.
        CallEvent goesOn = new CallEvent.Progress(dial.attempt(), now, "ringing");
        decided.addAll(lane.take(goesOn, now).events());
      }
      for (DialRequest request : tick.requests()) {
        asked.merge(request.kind(), 1, Integer::sum);
        CallEvent rings = new CallEvent.Progress(request.attempt(), now, "ringing");
        decided.addAll(lane.take(rings, now).events());
      }
    }

    assertThat(asked.get(DialRequest.Kind.HANG_UP)).isEqualTo(OpenCall.Placed.MOST_HANG_UPS);
    assertThat(decided)
        .singleElement()
        .isInstanceOfSatisfying(
            CallEvent.CallSettled.class,
            end -> assertThat(end.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  /** Asterisk tells no time of it, and that of an HTTP carrier may lie ahead. */
  @Test
  void aCallThatIsSaidToBeAnsweredJustNowEachTimeIsHungUpAfterItsLongestTime() {
    DialRequest dial = lane.requestOne();
    Instant placed = T0.plusSeconds(1);
    lane.take(new CallEvent.Dialing(dial.attempt(), placed, "w"), placed);
    lane.take(new CallEvent.Connected(dial.attempt(), placed.plusSeconds(20)), placed);
    Instant hungUp = null;

    for (now = placed; hungUp == null && now.isBefore(T0.plusSeconds(3_600)); ) {
      now = now.plusMillis(500);
      for (DialRequest request : lane.tickAt(now)) {
        hungUp = request.kind() == DialRequest.Kind.HANG_UP ? now : hungUp;
        lane.take(new CallEvent.Connected(dial.attempt(), now), now);
        lane.take(new CallEvent.Progress(dial.attempt(), now, "Up"), now);
      }
    }

    assertThat(hungUp).isEqualTo(placed.plusSeconds(620));
  }

  @Test
  void whatItsCarrierNeverTakesWhileItTakesOthersEndsAsItsError() {
    int rows = 60_000;
    Outcome ended = liveWithARowThatIsNeverTaken(rows, Duration.ofHours(2));

    assertThat(ended).isEqualTo(Outcome.CARRIER_ERROR);
    assertThat(asked.get(DialRequest.Kind.DIAL)).isEqualTo(OpenCall.MOST_ROUNDS + 1);
  }

  @Test
  void theOnlyCallOfALaneIsTriedForADayAndEndsToo() {
    assertThat(liveWithARowThatIsNeverTaken(7, Duration.ofHours(20))).isNull();
    assertThat(liveWithARowThatIsNeverTaken(7, Duration.ofHours(6)))
        .isEqualTo(Outcome.CARRIER_ERROR);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  /** How row 7 ends, or null. */
  private Outcome liveWithARowThatIsNeverTaken(int rows, Duration time) {
    if (now.equals(T0)) {
      lane.share = new LaneShare(10, 50);
      lane.open(rows, null);
      lane.take(new BatchSealed(TestLane.BATCH, T0, rows), T0);
    }
    Outcome outcome = null;
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusMillis(500)) {
      for (DialRequest dial : lane.tickAt(now)) {
        boolean never = dial.attempt().call().row() == 7;
        if (!never) {
          lane.take(new CallEvent.Dialing(dial.attempt(), now, "w"), now);
          lane.take(TestLane.ended(dial, now), now);
          continue;
        }
        asked.merge(dial.kind(), 1, Integer::sum);
        CallEvent answer = TestLane.undialed(dial, null, Cause.UNAVAILABLE);
        for (CallEvent.Decision decision : lane.take(answer, now).events()) {
          outcome = ((CallEvent.CallSettled) decision).outcome();
        }
      }
    }
    return outcome;
  }
}
