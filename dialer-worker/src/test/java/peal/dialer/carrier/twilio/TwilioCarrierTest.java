package peal.dialer.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.CarrierContract;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.SimulatedNetwork;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;

/** The contract, by the simulator's Twilio face. */
class TwilioCarrierTest extends CarrierContract {
  private static final String ACCOUNT = "ACcontract";

  private SimulatedNetwork<TwilioCarrier> network = network("fast");

  private static SimulatedNetwork<TwilioCarrier> network(String profile) {
    return new SimulatedNetwork<>(
        profile,
        hooks ->
            new TwilioWebhooks(
                account(URI.create("http://127.0.0.1:1")), hooks, InstantSource.system()),
        (simulator, hooks) ->
            new TwilioCarrier(
                account(URI.create(simulator + "/2010-04-01")),
                hooks,
                Optional.empty(),
                InstantSource.system()));
  }

  private static TwilioSettings account(URI url) {
    return new TwilioSettings(
        url,
        ACCOUNT,
        null,
        SimulatedNetwork.SECRET,
        null,
        "<Response><Say>{attempt}</Say></Response>",
        null,
        null,
        false);
  }

  @AfterEach
  void stop() {
    network.close();
  }

  @Override
  protected Carrier carrier() {
    return network.carrier();
  }

  @Override
  protected List<LaneReport> reports() {
    return network.reports();
  }

  @Override
  protected long rings() {
    return network.rings();
  }

  @Override
  protected boolean tellsWords() {
    return false;
  }

  @Test
  void aCallWhoseAnswerWasLostIsFoundByItsNumbersAndTheTime() throws Exception {
    PhoneNumber answerLost = new PhoneNumber("+15550000005");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, answerLost))))
        .isInstanceOf(Placement.Unclear.class);

    assertThat(rings()).isEqualTo(1);
    assertThat(outcomeOf(carrier().find(lost(ATTEMPT, answerLost, Instant.now()), Origin.NONE)))
        .isInstanceOfAny(Finding.Open.class, Finding.Over.class);
  }

  @Test
  void itsFirstWebhookSaysWhatTwilioCallsIt() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, new PhoneNumber("+15550000005"))));

    await().atMost(Duration.ofSeconds(120)).until(() -> !reports().isEmpty());

    assertThat(reports().getFirst().providerRef()).startsWith("CA");
    assertThat(reports().getFirst().report().attempt()).isEqualTo(ATTEMPT);
  }

  @Test
  void aCallOfAnotherAttemptToTheSamePersonIsNotTakenForIt() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, ORDINARY)));
    AttemptId other = new AttemptId(ATTEMPT.call(), 2);

    assertThat(outcomeOf(carrier().find(lost(other, ORDINARY, Instant.now()), Origin.NONE)))
        .isInstanceOf(Finding.NotYetKnown.class);
  }

  @Test
  void whatIsInNoListAMinuteAfterItMayHaveBeenPlacedNeverWas() throws Exception {
    CallReference old = lost(ATTEMPT, ORDINARY, Instant.now().minusSeconds(90));

    assertThat(outcomeOf(carrier().find(old, Origin.NONE))).isEqualTo(new Finding.NeverHeardOf());
  }

  @Test
  void aCallThatRingsIsWithdrawnAndOneThatWasAnsweredIsNot() throws Exception {
    // People who let it ring for half a minute: it rings still when it is withdrawn.
    network.close();
    network = network("realistic");
    CallReference ringing = placed(ATTEMPT, new PhoneNumber("+15550000002"));
    assertThat(outcomeOf(carrier().withdraw(ringing, Origin.NONE))).isTrue();
    assertThat(outcomeOf(carrier().find(ringing, Origin.NONE)))
        .isInstanceOfSatisfying(
            Finding.Over.class, over -> assertThat(over.outcome()).isEqualTo(Outcome.NO_ANSWER));

    CallReference answered = placed(new AttemptId(ATTEMPT.call(), 2), ENDLESS);
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> reports().stream().anyMatch(it -> it.report() instanceof CallEvent.Connected));

    assertThat(outcomeOf(carrier().withdraw(answered, Origin.NONE))).isFalse();
    assertThat(outcomeOf(carrier().find(answered, Origin.NONE)))
        .isInstanceOfSatisfying(Finding.Open.class, open -> assertThat(open.connected()).isTrue());
  }

  @Test
  void outcomesOfThePhoneNetworkComeBackAsTheyWere() throws Exception {
    placed(new AttemptId(ATTEMPT.call(), 1), new PhoneNumber("+15550000001"));
    placed(new AttemptId(ATTEMPT.call(), 3), new PhoneNumber("+15550000003"));
    placed(new AttemptId(ATTEMPT.call(), 7), new PhoneNumber("+15550000007"));

    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() ->
            assertThat(reports())
                .extracting(LaneReport::report)
                .filteredOn(CallEvent.Ended.class::isInstance)
                .extracting(report ->
                    report.attempt().number() + " " + ((CallEvent.Ended) report).outcome())
                .contains("1 BUSY", "3 REJECTED", "7 VOICEMAIL"));
  }

  @Test
  void aWrongPasswordFailsNoCallForGood() throws Exception {
    TwilioSettings wrong =
        new TwilioSettings(
            URI.create(network.simulator() + "/2010-04-01"),
            ACCOUNT,
            null,
            "wrong",
            null,
            "<Response/>",
            null,
            null,
            false);
    try (TwilioCarrier carrier =
        new TwilioCarrier(
            wrong, URI.create("http://127.0.0.1:1"), Optional.empty(), InstantSource.system())) {
      assertThat(outcomeOf(carrier.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Denied.class);
    }
  }

  private CallReference placed(AttemptId attempt, PhoneNumber number) throws Exception {
    Placement.Placed placed = (Placement.Placed) outcomeOf(carrier().place(order(attempt, number)));
    return new CallReference(attempt, LANE, number, FROM, null, null, placed.providerRef());
  }

  private static CallReference lost(AttemptId attempt, PhoneNumber to, Instant around) {
    return new CallReference(
        attempt, LANE, to, FROM, around.minusSeconds(2), around.plusSeconds(2), null);
  }
}
