package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.FIRST;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.Source;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;

/** What workers are told of a call's carrier, so that they find it where no key of ours is kept. */
class CallsAtTheirCarrierTest {
  private static final PhoneNumber TO = new PhoneNumber("+15550001000");
  private static final PhoneNumber FROM = new PhoneNumber("+15550002222");

  private final TestLane lane = new TestLane();

  @Test
  void aDialAndTheQuestionAboutItNameTheCarrierAndWhenItMayHaveBeenPlaced() {
    DialRequest dial = requestOne();

    DialRequest ask = lane.tickAt(dial.dialBy().plus(Timing.DEFAULT.slack())).getFirst();

    assertThat(dial.carrier()).isEqualTo("twilio");
    assertThat(ask)
        .isEqualTo(
            new DialRequest(
                FIRST,
                lane.book.lane(),
                DialRequest.Kind.ASK,
                TO,
                null,
                Map.of(),
                dial.slotAt(),
                dial.dialBy(),
                0,
                "twilio",
                FROM,
                null));
  }

  @Test
  void whatTheCarrierCallsACallIsKeptFromTheFirstReportThatSaysIt() {
    DialRequest dial = requestOne();
    Instant at = dial.slotAt();
    lane.take(
        new CallEvent.Progress(FIRST, at, "queued").from(new Source("w", Source.CALLBACK, "CA1")),
        at);
    lane.take(new CallEvent.Connected(FIRST, at), at);

    DialRequest ask = lane.tickAt(at.plus(Timing.DEFAULT.silence())).getFirst();

    assertThat(ask.providerRef()).isEqualTo("CA1");
    assertThat(ask.slotAt()).isNull();
  }

  @Test
  void aCancelledCallThatWaitsInTheCarriersQueueIsWithdrawn() {
    DialRequest dial = requestOne();
    placed(dial, Duration.ofSeconds(30));

    lane.take(new BatchCancelled(BATCH, T0), dial.slotAt().plusSeconds(5));

    assertThat(lane.tickAt(dial.slotAt().plusSeconds(5)))
        .singleElement()
        .returns(DialRequest.Kind.WITHDRAW, DialRequest::kind)
        .returns("CA1", DialRequest::providerRef)
        .returns("twilio", DialRequest::carrier);
  }

  @ParameterizedTest
  @CsvSource({"30, false", "90, true"})
  void oneWhoseTurnThereComesAfterItsHoursIsWithdrawn(long seconds, boolean withdrawn) {
    // In hours for the first minute of the day, at whose beginning this is.
    DialRequest dial =
        requestOne(new CallingHours(List.of(new DailyWindow(0, 1)), null, "Etc/UTC", null, null));

    placed(dial, Duration.ofSeconds(seconds));

    assertThat(lane.tickAt(dial.slotAt().plusSeconds(2)))
        .extracting(DialRequest::kind)
        .isEqualTo(withdrawn ? List.of(DialRequest.Kind.WITHDRAW) : List.of());
  }

  @Test
  void oneThatTurnsOutToWaitThereAfterTheCancelIsWithdrawnToo() {
    DialRequest dial = requestOne();
    lane.take(new BatchCancelled(BATCH, T0), dial.slotAt());
    placed(dial, Duration.ofSeconds(300));

    assertThat(lane.tickAt(dial.slotAt()))
        .extracting(DialRequest::kind)
        .containsExactly(DialRequest.Kind.WITHDRAW);
  }

  /** A worker may have no place for it, and a poll whose commit failed is not acted upon. */
  @Test
  void itIsWithdrawnAgainUntilItIsOver() {
    DialRequest dial = requestOne();
    placed(dial, Duration.ofSeconds(300));
    Instant stopped = dial.slotAt().plusSeconds(5);
    lane.take(new BatchCancelled(BATCH, T0), stopped);

    assertThat(kindsWithin(stopped, 60, true)).hasSizeGreaterThan(10);
    assertThat(kindsWithin(stopped.plusSeconds(60), 60, false)).hasSizeGreaterThan(1);
    lane.take(
        new CallEvent.Ended(FIRST, stopped, Outcome.NO_ANSWER, null, null, null),
        stopped.plusSeconds(120));
    assertThat(kindsWithin(stopped.plusSeconds(120), 200, false)).isEmpty();
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void itIsWithdrawnNoMoreOnceItRings() {
    DialRequest dial = requestOne();
    placed(dial, Duration.ofSeconds(30));
    Instant stopped = dial.slotAt().plusSeconds(5);
    lane.take(new BatchCancelled(BATCH, T0), stopped);

    assertThat(kindsWithin(dial.slotAt().plusSeconds(30), 120, true)).isEmpty();
  }

  /** The withdrawals; whether each question is answered with a sign of life. */
  private List<DialRequest.Kind> kindsWithin(Instant from, int seconds, boolean answered) {
    List<DialRequest.Kind> kinds = new ArrayList<>();
    for (Instant now = from; now.isBefore(from.plusSeconds(seconds)); now = now.plusMillis(500)) {
      for (DialRequest request : lane.tickAt(now)) {
        if (request.kind() == DialRequest.Kind.WITHDRAW) {
          kinds.add(request.kind());
        } else if (answered) {
          lane.take(new CallEvent.Progress(FIRST, now, "queued"), now);
        }
      }
    }
    return kinds;
  }

  @Test
  void oneThatRingsIsLeftToEndInItsTime() {
    DialRequest dial = requestOne();
    placed(dial, null);

    lane.take(new BatchCancelled(BATCH, T0), dial.slotAt().plusSeconds(5));

    assertThat(lane.tickAt(dial.slotAt().plusSeconds(5))).isEmpty();
  }

  @Test
  void oneThatWaitedThereAndWasAnsweredIsLeftAlone() {
    DialRequest dial = requestOne();
    placed(dial, Duration.ofSeconds(30));
    lane.take(new CallEvent.Connected(FIRST, dial.slotAt()), dial.slotAt().plusSeconds(2));

    lane.take(new BatchCancelled(BATCH, T0), dial.slotAt().plusSeconds(5));

    assertThat(lane.tickAt(dial.slotAt().plusSeconds(5))).isEmpty();
  }

  @Test
  void theLongestCallIsCountedFromTheEndOfTheCarriersQueue() {
    DialRequest dial = requestOne();
    placed(dial, Duration.ofHours(2));
    Instant rings = dial.slotAt().plus(Duration.ofHours(2));

    assertThat(lane.tickAt(rings.minusSeconds(1)))
        .extracting(DialRequest::kind)
        .containsExactly(DialRequest.Kind.ASK);
    assertThat(lane.tickAt(rings.plusSeconds(600)))
        .extracting(DialRequest::kind)
        .contains(DialRequest.Kind.HANG_UP);
  }

  private void placed(DialRequest dial, Duration queuedFor) {
    lane.take(
        new CallEvent.Dialing(FIRST, dial.slotAt(), "w", dial.slotAt(), "CA1", queuedFor),
        dial.slotAt());
  }

  private DialRequest requestOne() {
    return requestOne(null);
  }

  private DialRequest requestOne(CallingHours hours) {
    CallingAgent agent =
        new CallingAgent(
            "agent_1", "A", "m", "p", "v", "en", "Hi", null, Map.of(), FROM, 600, "twilio");
    lane.take(
        new BatchOpened(
            BATCH,
            T0,
            null,
            agent,
            1,
            1,
            T0.plusSeconds(900),
            false,
            null,
            BatchPlan.USUAL,
            hours,
            null,
            null),
        T0);
    lane.take(new CallQueued(CallId.ofRow(BATCH, 0, 1), T0, TO, Map.of()), T0);
    lane.take(new BatchSealed(BATCH, T0, 1), T0);
    return lane.tickAt(T0.plusSeconds(1)).getFirst();
  }
}
