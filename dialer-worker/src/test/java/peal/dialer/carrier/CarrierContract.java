package peal.dialer.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;

/** What every carrier keeps, whatever is behind it. Each test has a fresh carrier. */
@Timeout(60)
abstract class CarrierContract {
  static final PhoneNumber ORDINARY = new PhoneNumber("+15550001234");
  static final PhoneNumber ENDLESS = new PhoneNumber("+15550000009");
  static final PhoneNumber UNASSIGNED = new PhoneNumber("+9995550100");
  static final AttemptId ATTEMPT = new AttemptId(new CallId("contract", 3, 7), 1);
  static final Lane LANE = new Lane(new WorkspaceId("ws-1"), 3);

  private static final CallingAgent AGENT =
      new CallingAgent(
          "agent_1",
          "Bell",
          "model",
          "provider",
          "voice",
          "en",
          "You sell bells.",
          "Hello Ana!",
          Map.of(),
          new PhoneNumber("+15550100000"),
          600);

  /** The carrier of this test, which answers every ordinary number. */
  abstract Carrier carrier();

  /** What it has reported so far. */
  abstract List<LaneReport> reports();

  /** How often phones rang so far, counted on its side. */
  abstract long rings();

  static Order order(AttemptId attempt, PhoneNumber number) {
    return new Order(attempt, LANE, number, AGENT, "You sell bells.", "Hello Ana!", () -> true);
  }

  private static Order withheld(AttemptId attempt) {
    return new Order(attempt, LANE, ORDINARY, AGENT, "You sell bells.", "Hello Ana!", () -> false);
  }

  static <T> T outcomeOf(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatWasPlacedIsFound() throws Exception {
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isEqualTo(new Placement.Placed());

    assertThat(outcomeOf(carrier().find(ATTEMPT, Origin.NONE)))
        .isInstanceOfAny(Finding.Open.class, Finding.Over.class);
  }

  @Test
  void theSameAttemptTwiceRingsOnce() throws Exception {
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isEqualTo(new Placement.Placed());
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isEqualTo(new Placement.Placed());

    assertThat(carrier().honoursIdempotencyKeys()).isTrue();
    assertThat(rings()).isEqualTo(1);
  }

  @Test
  void anotherAttemptOfTheSameCallRingsAgain() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));
    outcomeOf(carrier().place(order(new AttemptId(ATTEMPT.call(), 2), ORDINARY)));

    assertThat(rings()).isEqualTo(2);
  }

  @Test
  void anAttemptThatWasNeverPlacedIsNeverHeardOf() throws Exception {
    assertThat(outcomeOf(carrier().find(ATTEMPT, Origin.NONE)))
        .isEqualTo(new Finding.NeverHeardOf());
    assertThat(outcomeOf(carrier().hangUp(ATTEMPT, Origin.NONE))).isFalse();
  }

  @Test
  void theEndIsReportedOnceInItsLaneWithItsOutcome() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));

    CallEvent.Ended end = awaitEnd();

    assertThat(end.attempt()).isEqualTo(ATTEMPT);
    assertThat(end.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.talkSeconds()).isNotNull();
    assertThat(end.transcript()).contains("Agent:");
    assertThat(reports()).extracting(LaneReport::lane).containsOnly(LANE);
    assertThat(reports()).filteredOn(it -> it.report() instanceof CallEvent.Connected).hasSize(1);
    assertThat(reports()).filteredOn(it -> it.report() instanceof CallEvent.Ended).hasSize(1);
  }

  @Test
  void aLookupAfterTheEndSaysWhatTheReportSaid() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));
    CallEvent.Ended end = awaitEnd();

    assertThat(outcomeOf(carrier().find(ATTEMPT, Origin.NONE)))
        .isEqualTo(new Finding.Over(end.at(), end.outcome(), end.talkSeconds(), end.transcript()));
  }

  @Test
  void aCallThatIsHungUpIsOver() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ENDLESS)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> reports().stream().anyMatch(it -> it.report() instanceof CallEvent.Connected));

    assertThat(outcomeOf(carrier().hangUp(ATTEMPT, Origin.NONE))).isTrue();

    assertThat(outcomeOf(carrier().find(ATTEMPT, Origin.NONE)))
        .isInstanceOfSatisfying(
            Finding.Over.class, over -> assertThat(over.outcome()).isEqualTo(Outcome.ANSWERED));
    assertThat(awaitEnd().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void aCallThatIsRefusedForGoodRingsNobody() throws Exception {
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, UNASSIGNED))))
        .isInstanceOfSatisfying(
            Placement.Refused.class,
            refused -> assertThat(refused.outcome()).isEqualTo(Outcome.INVALID_NUMBER));

    assertThat(rings()).isZero();
    assertThat(outcomeOf(carrier().find(ATTEMPT, Origin.NONE)))
        .isEqualTo(new Finding.NeverHeardOf());
  }

  @Test
  void anOrderWhoseLastLookSaysNoRingsNobody() throws Exception {
    assertThat(outcomeOf(carrier().place(withheld(ATTEMPT)))).isEqualTo(new Placement.Withheld());

    assertThat(rings()).isZero();
    assertThat(outcomeOf(carrier().find(ATTEMPT, Origin.NONE)))
        .isEqualTo(new Finding.NeverHeardOf());
  }

  @Test
  void whatWasWithheldCanBePlacedLater() throws Exception {
    outcomeOf(carrier().place(withheld(ATTEMPT)));

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isEqualTo(new Placement.Placed());
    assertThat(rings()).isEqualTo(1);
  }

  @Test
  void theLastLookIsAskedOnce() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Order order = order(ATTEMPT, ORDINARY);

    outcomeOf(
        carrier()
            .place(
                new Order(
                    order.attempt(),
                    order.lane(),
                    order.number(),
                    order.agent(),
                    order.prompt(),
                    order.welcomeMessage(),
                    () -> looks.incrementAndGet() == 1)));

    assertThat(looks).hasValue(1);
    assertThat(rings()).isEqualTo(1);
  }

  private CallEvent.Ended awaitEnd() {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                reports().stream()
                    .map(LaneReport::report)
                    .filter(CallEvent.Ended.class::isInstance)
                    .map(CallEvent.Ended.class::cast)
                    .findFirst()
                    .orElse(null),
            end -> end != null);
  }
}
