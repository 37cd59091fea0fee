package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;

class DispatchTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final BatchId BATCH = BatchId.ofToken("b");
  private static final AttemptId FIRST = new AttemptId(CallId.ofRow(BATCH, 0, 1), 1);
  private static final LaneShare SHARE = new LaneShare(10, 5);

  private final MapLaneBook book = new MapLaneBook();
  private final Dispatch dispatch = new Dispatch(Timing.DEFAULT);
  private final LaneTick tick = new LaneTick(Timing.DEFAULT);

  private Decisions take(LaneEvent event, Instant now) {
    return dispatch.apply(book, event, now);
  }

  private List<DialRequest> tickAt(Instant now) {
    return tick.run(book, SHARE, now, 100).requests();
  }

  private void open(long rows, Instant scheduledAt) {
    take(
        new BatchOpened(
            BATCH, T0, null, LaneLife.agent(), rows, rows, T0.plusSeconds(900), scheduledAt, null),
        T0);
    for (long row = 1; row <= rows; row++) {
      take(
          new CallQueued(
              CallId.ofRow(BATCH, 0, row), T0, new PhoneNumber("+15550001000"), Map.of()),
          T0);
    }
  }

  @Test
  void nothingIsDialedBeforeTheSeal() {
    open(3, null);

    assertThat(tickAt(T0.plusSeconds(1))).isEmpty();

    take(new BatchSealed(BATCH, T0, 3), T0);
    assertThat(tickAt(T0.plusSeconds(2))).isNotEmpty();
  }

  @Test
  void aSingleCallGoesBeforeRowsOfAFile() {
    open(9, null);
    take(new BatchSealed(BATCH, T0, 9), T0);
    tickAt(T0.plusSeconds(1));
    BatchId single = BatchId.ofToken("c");
    take(
        new BatchOpened(
            single, T0, null, LaneLife.agent(), 1, 1, T0.plusSeconds(900), null, null, true),
        T0);
    CallId call = CallId.ofRow(single, 0, 1);
    take(new CallQueued(call, T0, new PhoneNumber("+15550001001"), Map.of()), T0);
    take(new BatchSealed(single, T0, 1), T0);

    assertThat(tickAt(T0.plusSeconds(2)).getFirst().attempt().call()).isEqualTo(call);
  }

  @Test
  void nothingIsDialedBeforeItsSchedule() {
    open(1, T0.plusSeconds(3_600));
    take(new BatchSealed(BATCH, T0, 1), T0);

    assertThat(tickAt(T0.plusSeconds(3_599))).isEmpty();
    assertThat(tickAt(T0.plusSeconds(3_600))).hasSize(1);
  }

  @Test
  void aBatchThatIsNeverSealedExpiresUndialed() {
    open(2, null);

    Decisions decisions = tick.run(book, SHARE, T0.plusSeconds(901), 100);

    assertThat(decisions.events())
        .containsExactly(new CallEvent.BatchExpired(BATCH, T0.plusSeconds(901)));
    assertThat(book.isEmpty()).isTrue();
  }

  @Test
  void aLimitOfOpenCallsIsKept() {
    open(20, null);
    take(new BatchSealed(BATCH, T0, 20), T0);
    int requested = 0;

    for (int second = 1; second < 4; second++) {
      requested += (int) tickAt(T0.plusSeconds(second)).stream().filter(this::dials).count();
    }

    assertThat(requested).isEqualTo(5);
  }

  private boolean dials(DialRequest request) {
    return request.kind() == DialRequest.Kind.DIAL;
  }

  @Test
  void anAttemptWithoutAWordIsAskedAboutAfterItsDeadline() {
    DialRequest dial = requestOne();
    Instant silent = dial.dialBy().plus(Timing.DEFAULT.slack());

    assertThat(tickAt(silent.minusMillis(1))).isEmpty();
    assertThat(tickAt(silent)).containsExactly(DialRequest.ask(FIRST, book.lane()));
  }

  @Test
  void neverHeardOfIsDialedAgainAsTheSameAttemptWhereThatIsSafe() {
    DialRequest dial = requestOne();
    Instant later = dial.dialBy().plusSeconds(3);

    Decisions decisions = take(new CallEvent.NeverHeardOf(FIRST, later, true), later);

    assertThat(decisions.events()).isEmpty();
    assertThat(tickAt(later.plusMillis(50)))
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(FIRST));
  }

  @Test
  void neverHeardOfIsUnknownWhereARepeatCouldRingTwice() {
    DialRequest dial = requestOne();
    Instant later = dial.dialBy().plusSeconds(3);

    Decisions decisions = take(new CallEvent.NeverHeardOf(FIRST, later, false), later);

    assertThat(decisions.events())
        .containsExactly(new CallEvent.CallSettled(FIRST.call(), later, 1, Outcome.UNKNOWN));
  }

  @Test
  void theCarriersIgnoranceBeforeTheDeadlineProvesNothing() {
    DialRequest dial = requestOne();
    Instant before = dial.dialBy().minusMillis(1);

    take(new CallEvent.NeverHeardOf(FIRST, before, true), before);

    assertThat(tickAt(before.plusMillis(50))).isEmpty();
  }

  @Test
  void anAnswerToAnOldRequestIsNotTakenForOneToTheNew() {
    DialRequest dial = requestOne();

    take(
        new CallEvent.NotDialed(FIRST, dial.dialBy(), dial.slotAt().minusSeconds(9), "late", null),
        dial.dialBy());

    assertThat(book.open(FIRST.call())).get().isInstanceOf(OpenCall.Requested.class);
  }

  @Test
  void oneUndialedRequestDelaysItsOwnCallOnlyManySlowTheLane() {
    open(9, null);
    take(new BatchSealed(BATCH, T0, 9), T0);
    List<DialRequest> out = tickAt(T0.plusSeconds(1));
    DialRequest one = out.getFirst();
    Duration rest = Duration.ofSeconds(30);

    take(new CallEvent.NotDialed(one.attempt(), T0, one.slotAt(), "429", rest), one.slotAt());
    List<DialRequest> next = tickAt(T0.plusSeconds(2));
    assertThat(next).isNotEmpty();

    DialRequest two = next.getFirst();
    take(new CallEvent.NotDialed(two.attempt(), T0, two.slotAt(), "429", rest), two.slotAt());
    assertThat(tickAt(T0.plusSeconds(4)).stream().filter(this::dials)).isEmpty();
  }

  @Test
  void aCarrierThatWantsFewerCallsIsLeftAloneByTheWholeLaneAtOnce() {
    open(9, null);
    take(new BatchSealed(BATCH, T0, 9), T0);
    DialRequest one = tickAt(T0.plusSeconds(1)).getFirst();
    Instant said = T0.plusSeconds(2);

    take(undialed(one, Duration.ofSeconds(30), CallEvent.NotDialed.Cause.SLOW_DOWN), said);

    assertThat(tickAt(said.plusMillis(29_950)).stream().filter(this::dials)).isEmpty();
    assertThat(tickAt(said.plusSeconds(30)).stream().filter(this::dials)).isNotEmpty();
  }

  @Test
  void whatAStoppingWorkerGivesBackIsRequestedAgainAtOnce() {
    open(9, null);
    take(new BatchSealed(BATCH, T0, 9), T0);
    List<DialRequest> out = tickAt(T0.plusSeconds(1));
    Instant stop = T0.plusSeconds(2);

    out.forEach(dial -> take(undialed(dial, null, CallEvent.NotDialed.Cause.STOPPING), stop));

    assertThat(out).hasSizeGreaterThan(1);
    assertThat(tickAt(stop).stream().filter(this::dials).map(DialRequest::attempt))
        .containsAnyElementsOf(out.stream().map(DialRequest::attempt).toList());
    assertThat(book.state().holds()).isZero();
  }

  @Test
  void afterALongOutageAFewDialsMakeTheLaneForgetIt() {
    open(40, null);
    take(new BatchSealed(BATCH, T0, 40), T0);
    Instant now = T0.plusSeconds(1);
    for (int i = 0; i < 200; i++) {
      now = now.plusSeconds(5);
      for (DialRequest dial : tickAt(now)) {
        take(undialed(dial, null, CallEvent.NotDialed.Cause.UNAVAILABLE), now);
      }
    }

    now = now.plusSeconds(5);
    for (int i = 0; i < 12; i++) {
      for (DialRequest dial : tickAt(now)) {
        take(new CallEvent.Dialing(dial.attempt(), now, "w"), now);
        take(ended(dial, now), now);
      }
      now = now.plusMillis(100);
    }

    assertThat(book.state().holds()).isZero();
  }

  private static CallEvent undialed(
      DialRequest dial, Duration retryAfter, CallEvent.NotDialed.Cause cause) {
    return new CallEvent.NotDialed(
        dial.attempt(), dial.slotAt(), dial.slotAt(), "words", retryAfter, cause);
  }

  private static CallEvent ended(DialRequest dial, Instant at) {
    return new CallEvent.Ended(dial.attempt(), at, Outcome.ANSWERED, 1.0, null, null);
  }

  @Test
  void aCallThatNeverEndsIsHungUp() {
    DialRequest dial = requestOne();
    take(new CallEvent.Dialing(FIRST, dial.slotAt(), "w"), dial.slotAt());
    Instant connected = dial.slotAt().plusSeconds(10);
    take(new CallEvent.Connected(FIRST, connected), connected);

    Instant at = connected;
    while (at.isBefore(connected.plusSeconds(600))) {
      at = at.plusSeconds(30);
      take(new CallEvent.Progress(FIRST, at, "talking"), at);
    }

    assertThat(tickAt(connected.plusSeconds(600)))
        .containsExactly(DialRequest.hangUp(FIRST, book.lane()));
  }

  @Test
  void aCancelNamesWhatIsOutAndDropsTheRestInOneEvent() {
    open(20, null);
    take(new BatchSealed(BATCH, T0, 20), T0);
    tickAt(T0.plusSeconds(1));
    int out = book.out();

    Decisions decisions = take(new BatchCancelled(BATCH, T0), T0.plusSeconds(2));

    assertThat(out).isPositive();
    assertThat(decisions.events())
        .singleElement()
        .isInstanceOfSatisfying(
            CallEvent.BatchStopped.class, stop -> assertThat(stop.out()).hasSize(out));
    assertThat(tickAt(T0.plusSeconds(3))).noneMatch(this::dials);
  }

  @Test
  void aRequestThatComesBackAfterACancelIsCancelledToo() {
    DialRequest dial = requestOne();
    take(new BatchCancelled(BATCH, T0), dial.slotAt());

    Decisions decisions =
        take(
            new CallEvent.NotDialed(FIRST, dial.slotAt(), dial.slotAt(), "full", null),
            dial.slotAt());

    assertThat(decisions.events())
        .containsExactly(new CallEvent.CallSettled(FIRST.call(), dial.slotAt(), 0, null));
    assertThat(book.isEmpty()).isTrue();
  }

  private DialRequest requestOne() {
    open(1, null);
    take(new BatchSealed(BATCH, T0, 1), T0);
    return tickAt(T0.plusSeconds(1)).getFirst();
  }
}
