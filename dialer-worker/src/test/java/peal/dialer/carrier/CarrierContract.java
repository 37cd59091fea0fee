package peal.dialer.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
@Timeout(180)
public abstract class CarrierContract {
  protected static final PhoneNumber ORDINARY = new PhoneNumber("+15550001234");
  protected static final PhoneNumber ENDLESS = new PhoneNumber("+15550000009");
  protected static final PhoneNumber UNASSIGNED = new PhoneNumber("+9995550100");
  protected static final AttemptId ATTEMPT = new AttemptId(new CallId("contract", 3, 7), 1);
  protected static final Lane LANE = new Lane(new WorkspaceId("ws-1"), 3);

  /** The number that calls. */
  protected static final PhoneNumber FROM = new PhoneNumber("+15550100000");

  private static final Instant BEGAN = Instant.now();

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
          FROM,
          600);

  /** The carrier of this test, which answers every ordinary number. */
  protected abstract Carrier carrier();

  /** What it has reported so far. */
  protected abstract List<LaneReport> reports();

  /** How often phones rang so far, counted on its side. */
  protected abstract long rings();

  protected static Order order(AttemptId attempt, PhoneNumber number) {
    return order(attempt, number, () -> true);
  }

  protected static Order order(AttemptId attempt, PhoneNumber number, Carrier.LastLook look) {
    return new Order(attempt, LANE, number, AGENT, "You sell bells.", "Hello Ana!", look);
  }

  private static Order withheld(AttemptId attempt) {
    return order(attempt, ORDINARY, () -> false);
  }

  protected static <T> T outcomeOf(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  /** Whether its reports of an end have what was said; a carrier that only connects has not. */
  protected boolean tellsWords() {
    return true;
  }

  /** Whether it refuses a number that nobody has before it takes the call. */
  protected boolean refusesAtOnce() {
    return true;
  }

  /** Phones may ring a moment after the carrier took the call. */
  private void awaitRings(long wanted) {
    await().atMost(Duration.ofSeconds(120)).until(() -> rings() >= wanted);
    assertThat(rings()).isEqualTo(wanted);
  }

  /** What is known of an attempt whose answer was lost. */
  protected static CallReference reference(AttemptId attempt) {
    return new CallReference(
        attempt, LANE, ORDINARY, FROM, BEGAN.minusSeconds(5), Instant.now().plusSeconds(5), null);
  }

  /** What is known of {@code attempt} to {@code number} once {@code placed} was answered. */
  private static CallReference reference(
      AttemptId attempt, PhoneNumber number, Placement.Placed placed) {
    return new CallReference(attempt, LANE, number, FROM, null, null, placed.providerRef());
  }

  private CallReference place(AttemptId attempt, PhoneNumber number) throws Exception {
    Placement placement = outcomeOf(carrier().place(order(attempt, number)));
    assertThat(placement).isInstanceOf(Placement.Placed.class);
    return reference(attempt, number, (Placement.Placed) placement);
  }

  private void assertNotThere() throws Exception {
    assertThat(outcomeOf(carrier().find(reference(ATTEMPT), Origin.NONE)))
        .isInstanceOfAny(Finding.NeverHeardOf.class, Finding.NotYetKnown.class);
  }

  @Test
  void whatWasPlacedIsFoundByWhatItsAnswerSaid() throws Exception {
    CallReference call = place(ATTEMPT, ORDINARY);

    assertThat(outcomeOf(carrier().find(call, Origin.NONE)))
        .isInstanceOfAny(Finding.Open.class, Finding.Over.class);
  }

  @Test
  void whatWasPlacedIsFoundWithoutItsAnswer() throws Exception {
    place(ATTEMPT, ORDINARY);

    assertThat(outcomeOf(carrier().find(reference(ATTEMPT), Origin.NONE)))
        .isInstanceOfAny(Finding.Open.class, Finding.Over.class);
  }

  /** Who promises nothing and keeps it all the same should say so. */
  @Test
  void whatItPromisesAboutTheSameAttemptTwiceIsTrue() throws Exception {
    place(ATTEMPT, ORDINARY);
    place(ATTEMPT, ORDINARY);
    awaitEnd();

    assertThat(rings())
        .isEqualTo(
            switch (carrier().once()) {
              case Carrier.Once.Always always -> 1;
              case Carrier.Once.Within soon -> 1;
              case Carrier.Once.Never never -> 2;
            });
  }

  @Test
  void whoPromisesToRingOnceAlwaysDoesSoAfterTheEnd() throws Exception {
    assumeTrue(
        carrier().once() instanceof Carrier.Once.Always, "it does not promise to ring once always");
    place(ATTEMPT, ORDINARY);
    awaitEnd();

    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));
    // Whatever that makes ring has rung by the time that the next one does.
    place(new AttemptId(ATTEMPT.call(), 2), ORDINARY);

    awaitRings(2);
  }

  @Test
  void anotherAttemptOfTheSameCallRingsAgain() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));
    outcomeOf(carrier().place(order(new AttemptId(ATTEMPT.call(), 2), ORDINARY)));

    awaitRings(2);
  }

  @Test
  void anAttemptThatWasNeverPlacedIsNeverHeardOf() throws Exception {
    assertNotThere();
    assertThat(outcomeOf(carrier().hangUp(reference(ATTEMPT), Origin.NONE))).isFalse();
  }

  @Test
  void theEndIsReportedOnceInItsLaneWithItsOutcome() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));

    CallEvent.Ended end = awaitEnd();

    assertThat(end.attempt()).isEqualTo(ATTEMPT);
    assertThat(end.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.talkSeconds()).isNotNull();
    if (tellsWords()) {
      assertThat(end.transcript()).contains("Agent:");
    }
    assertThat(reports()).extracting(LaneReport::lane).containsOnly(LANE);
    assertThat(Set.copyOf(reports()))
        .filteredOn(it -> it.report() instanceof CallEvent.Connected)
        .hasSize(1);
    // A report that is acknowledged late may come again, the same.
    assertThat(Set.copyOf(reports()))
        .filteredOn(it -> it.report() instanceof CallEvent.Ended)
        .hasSize(1);
  }

  @Test
  void aLookupAfterTheEndSaysWhatTheReportSaid() throws Exception {
    CallReference call = place(ATTEMPT, ORDINARY);
    CallEvent.Ended end = awaitEnd();

    assertThat(outcomeOf(carrier().find(call, Origin.NONE)))
        .isEqualTo(new Finding.Over(end.at(), end.outcome(), end.talkSeconds(), end.transcript()));
  }

  @Test
  void aCallThatIsHungUpIsOver() throws Exception {
    CallReference call = place(ATTEMPT, ENDLESS);
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> reports().stream().anyMatch(it -> it.report() instanceof CallEvent.Connected));

    assertThat(outcomeOf(carrier().hangUp(call, Origin.NONE))).isTrue();

    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() ->
            assertThat(outcomeOf(carrier().find(call, Origin.NONE)))
                .isInstanceOfSatisfying(
                    Finding.Over.class,
                    over -> assertThat(over.outcome()).isEqualTo(Outcome.ANSWERED)));
    assertThat(awaitEnd().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void aCallThatIsRefusedForGoodRingsNobody() throws Exception {
    assumeTrue(refusesAtOnce(), "it refuses numbers after it took the call");
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, UNASSIGNED))))
        .isInstanceOfSatisfying(
            Placement.Refused.class,
            refused -> assertThat(refused.outcome()).isEqualTo(Outcome.INVALID_NUMBER));

    assertThat(rings()).isZero();
    assertNotThere();
  }

  @Test
  void anOrderWhoseLastLookSaysNoRingsNobody() throws Exception {
    assertThat(outcomeOf(carrier().place(withheld(ATTEMPT)))).isEqualTo(new Placement.Withheld());

    assertThat(rings()).isZero();
    assertNotThere();
  }

  @Test
  void whatWasWithheldCanBePlacedLater() throws Exception {
    outcomeOf(carrier().place(withheld(ATTEMPT)));

    place(ATTEMPT, ORDINARY);

    awaitRings(1);
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
    awaitRings(1);
  }

  private CallEvent.Ended awaitEnd() {
    return await()
        .atMost(Duration.ofSeconds(120))
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
