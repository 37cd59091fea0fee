package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.CongestionWindow;
import peal.domain.DialRequest;
import peal.domain.DialingStop.Scope;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallQueued;

/**
 * A lane while dialing is stopped, and as it begins slowly afterwards. Ten a second is its pace.
 */
class StoppedDialingTest {
  private static final BatchId OTHER = BatchId.ofToken("other");

  private final TestLane lane = new TestLane();
  private StopTimeline timeline = StopTimeline.none();

  @BeforeEach
  void aBatch() {
    lane.open(2_000, null);
    lane.take(new BatchSealed(BATCH, T0, 2_000), T0);
  }

  @Test
  void nobodyIsGivenASlotWhileAnyScopeOfTheLaneIsStopped() {
    for (Scope scope : Scope.values()) {
      timeline = StopTimeline.none();
      say(scope, true, T0);

      assertThat(dials(T0, 60)).as("%s", scope).isEmpty();
    }
  }

  @Test
  void aStoppedLaneIsLookedAtOnceASecondHoweverMuchComesIn() {
    say(Scope.ALL, true, T0);
    lane.stops = timeline.at(T0);
    lane.tick(T0);

    assertThat(lane.nextAct(T0.plusMillis(1))).contains(T0.plusSeconds(1));
    lane.take(row(BATCH, 2_001), T0.plusMillis(900));
    assertThat(lane.nextAct(T0.plusMillis(900))).as("not put off").contains(T0.plusSeconds(1));
  }

  @Test
  void aLaneWhoseCarrierIsStoppedIsLookedAtOnceASecond() {
    say(Scope.CARRIER, true, T0);
    lane.stops = timeline.at(T0);
    lane.tick(T0);

    assertThat(lane.nextAct(T0.plusMillis(1))).contains(T0.plusSeconds(1));
  }

  @Test
  void whatAWorkerWithheldIsDialedLaterAsTheSameAttemptAndSlowsNobody() {
    List<DialRequest> out = lane.tickAt(T0.plusSeconds(1));
    LaneState pace = lane.book.state();
    CongestionWindow window = lane.book.window();
    Instant stop = T0.plusMillis(1_100);
    say(Scope.OWN, true, stop);
    out.forEach(dial -> lane.take(TestLane.undialed(dial, null, Cause.DIALING_STOPPED), stop));

    assertThat(lane.book.state()).as("no rest, no refused caller").isEqualTo(pace);
    assertThat(lane.book.window()).isEqualTo(window);
    assertThat(dials(stop, 3_600)).isEmpty();

    Instant resumed = stop.plusSeconds(3_600);
    say(Scope.OWN, false, resumed);
    assertThat(dials(resumed, 60))
        .extracting(DialRequest::attempt)
        .containsAll(out.stream().map(DialRequest::attempt).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void afterAResumeThePaceGrowsWithinAMinuteAlsoInAnotherInstance() {
    say(Scope.ALL, true, T0);
    say(Scope.ALL, false, T0);

    assertThat(dials(T0, 10).size()).as("about 1.75 a second").isBetween(12, 20);
    lane.book = lane.store.book();
    assertThat(dials(T0.plusSeconds(10), 10).size()).as("about 3.25 a second").isBetween(26, 36);
    dials(T0.plusSeconds(20), 40);
    assertThat(dials(T0.plusSeconds(60), 10).size()).as("all of it").isBetween(95, 106);
  }

  @Test
  void aCarrierThatIsStoppedLeavesTheWholePaceToTheOthers() {
    open(OTHER, "other");
    say(Scope.CARRIER, true, T0);

    List<DialRequest> dials = dials(T0, 10);

    assertThat(dials).extracting(DialRequest::carrier).containsOnly("other");
    assertThat(dials.size()).isBetween(95, 106);
  }

  @Test
  void aCarrierThatWasResumedBeginsSlowlyBesideTheOthers() {
    open(OTHER, "other");
    say(Scope.CARRIER, true, T0);
    say(Scope.CARRIER, false, T0);

    List<DialRequest> dials = dials(T0, 10);

    assertThat(dials.size()).as("no slot is lost").isBetween(95, 106);
    assertThat(dials.stream().filter(dial -> dial.carrier() == null).count()).isBetween(10L, 20L);
    dials(T0.plusSeconds(10), 50);
    long half = dials(T0.plusSeconds(60), 10).stream().filter(d -> d.carrier() == null).count();
    assertThat(half).as("in turn with the other again").isBetween(45L, 53L);
  }

  private void say(Scope scope, boolean stopped, Instant at) {
    timeline.say(scope, lane.book.lane(), stopped, at);
  }

  private void open(BatchId batch, String carrier) {
    CallingAgent usual = LaneLife.agent();
    CallingAgent agent =
        new CallingAgent(
            usual.id(),
            usual.name(),
            usual.model(),
            usual.voiceProvider(),
            usual.voiceId(),
            usual.language(),
            usual.prompt(),
            usual.welcomeMessage(),
            usual.variables(),
            usual.fromNumber(),
            usual.maxCallSeconds(),
            carrier);
    lane.take(
        new BatchOpened(batch, T0, null, agent, 2_000, 2_000, T0.plusSeconds(900), null, null), T0);
    for (long row = 1; row <= 2_000; row++) {
      lane.take(row(batch, row), T0);
    }
    lane.take(new BatchSealed(batch, T0, 2_000), T0);
  }

  private static CallQueued row(BatchId batch, long row) {
    return new CallQueued(
        CallId.ofRow(batch, 0, row),
        T0,
        new PhoneNumber(
            "+1555" + (1_000_000 + Math.floorMod(batch.hashCode(), 100) * 10_000 + row)),
        Map.of());
  }

  /**
   * Who is dialed in some seconds, for slots up to half a second later; each call ends at once. A
   * lane is woken when it asks for it.
   */
  private List<DialRequest> dials(Instant from, int seconds) {
    List<DialRequest> dials = new ArrayList<>();
    Instant last = from;
    for (Instant now = from;
        now.isBefore(from.plusSeconds(seconds));
        now = now.plus(Duration.ofMillis(50))) {
      Instant seen = now;
      if (lane.nextAct(last).filter(next -> !next.isAfter(seen)).isEmpty()) {
        continue;
      }
      last = now;
      lane.stops = timeline.at(now);
      for (DialRequest dial : lane.tickAt(now).stream().filter(TestLane::dials).toList()) {
        dials.add(dial);
        lane.take(TestLane.ended(dial, now), now);
      }
    }
    return dials;
  }
}
