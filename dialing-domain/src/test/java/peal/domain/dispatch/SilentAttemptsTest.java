package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.FIRST;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;

/** What dispatch makes of attempts of which nothing is heard, or too little. */
class SilentAttemptsTest {
  private final TestLane lane = new TestLane();

  @Test
  void anAttemptWithoutAWordIsAskedAboutAfterItsDeadline() {
    DialRequest dial = lane.requestOne();
    Instant silent = dial.dialBy().plus(Timing.DEFAULT.slack());

    assertThat(lane.tickAt(silent.minusMillis(1))).isEmpty();
    assertThat(lane.tickAt(silent))
        .singleElement()
        .returns(FIRST, DialRequest::attempt)
        .returns(DialRequest.Kind.ASK, DialRequest::kind);
  }

  @Test
  void neverHeardOfIsDialedAgainAsTheSameAttemptWhereThatIsSafe() {
    DialRequest dial = lane.requestOne();
    Instant later = dial.dialBy().plusSeconds(3);

    Decisions decisions = lane.take(new CallEvent.NeverHeardOf(FIRST, later, true), later);

    assertThat(decisions.events()).isEmpty();
    assertThat(lane.tickAt(later.plusMillis(50)))
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(FIRST));
  }

  @Test
  void neverHeardOfIsUnknownWhereARepeatCouldRingTwice() {
    DialRequest dial = lane.requestOne();
    Instant soon = dial.dialBy().plusSeconds(12);
    assertThat(lane.take(new CallEvent.NeverHeardOf(FIRST, soon, false), soon).events())
        .as("an order may be under way")
        .isEmpty();

    Instant later = soon.plusMillis(1);
    Decisions decisions = lane.take(new CallEvent.NeverHeardOf(FIRST, later, false), later);

    assertThat(decisions.events())
        .containsExactly(new CallEvent.CallSettled(FIRST.call(), later, 1, Outcome.UNKNOWN));
  }

  @Test
  void anAnswerToAQuestionOfBeforeItWasPlacedMeansNothing() {
    DialRequest dial = lane.requestOne();
    Instant later = dial.dialBy().plusSeconds(30);
    lane.take(new CallEvent.Dialing(FIRST, later, "w"), later);

    assertThat(lane.take(new CallEvent.NeverHeardOf(FIRST, later, true), later).events()).isEmpty();

    Instant silent = later.plusSeconds(61);
    assertThat(lane.tickAt(silent)).extracting(DialRequest::kind).contains(DialRequest.Kind.ASK);
    assertThat(lane.take(new CallEvent.NeverHeardOf(FIRST, silent, true), silent).events())
        .containsExactly(new CallEvent.CallSettled(FIRST.call(), silent, 1, Outcome.UNKNOWN));
  }

  @Test
  void aCallThatTheCarrierNeverTakesRestsLongerEachTimeAndEndsAsItsError() {
    Instant now = lane.requestOne().slotAt();
    List<Duration> rests = new ArrayList<>();
    List<CallEvent.Decision> decided = List.of();
    while (decided.isEmpty()) {
      Instant heard = now.plusSeconds(4);
      decided = lane.take(new CallEvent.NeverHeardOf(FIRST, heard, true), heard).events();
      now = heard;
      while (decided.isEmpty() && lane.tickAt(now).stream().noneMatch(TestLane::dials)) {
        now = now.plusMillis(50);
      }
      rests.add(Duration.between(heard, now));
    }

    assertThat(decided)
        .containsExactly(new CallEvent.CallSettled(FIRST.call(), now, 1, Outcome.CARRIER_ERROR));
    assertThat(rests.getFirst()).isLessThan(Duration.ofMillis(100));
    assertThat(rests.subList(0, 6)).isSorted();
    assertThat(rests.get(10)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    assertThat(rests.stream().reduce(Duration.ZERO, Duration::plus))
        .as("longer than an outage of ten minutes")
        .isGreaterThan(Duration.ofMinutes(50));
  }

  @Test
  void theCarriersIgnoranceBeforeTheDeadlineProvesNothing() {
    DialRequest dial = lane.requestOne();
    Instant before = dial.dialBy().minusMillis(1);

    lane.take(new CallEvent.NeverHeardOf(FIRST, before, true), before);

    assertThat(lane.tickAt(before.plusMillis(50))).isEmpty();
  }

  @Test
  void anAnswerToAnOldRequestIsNotTakenForOneToTheNew() {
    DialRequest dial = lane.requestOne();

    lane.take(
        new CallEvent.NotDialed(FIRST, dial.dialBy(), dial.slotAt().minusSeconds(9), "late", null),
        dial.dialBy());

    assertThat(lane.book.open(FIRST.call())).get().isInstanceOf(OpenCall.Requested.class);
  }

  @Test
  void aCallThatNeverEndsIsHungUp() {
    DialRequest dial = lane.requestOne();
    lane.take(new CallEvent.Dialing(FIRST, dial.slotAt(), "w"), dial.slotAt());
    Instant connected = dial.slotAt().plusSeconds(10);
    lane.take(new CallEvent.Connected(FIRST, connected), connected);

    Instant at = connected;
    while (at.isBefore(connected.plusSeconds(600))) {
      at = at.plusSeconds(30);
      lane.take(new CallEvent.Progress(FIRST, at, "talking"), at);
    }

    assertThat(lane.tickAt(connected.plusSeconds(600)))
        .singleElement()
        .returns(FIRST, DialRequest::attempt)
        .returns(DialRequest.Kind.HANG_UP, DialRequest::kind);
  }
}
