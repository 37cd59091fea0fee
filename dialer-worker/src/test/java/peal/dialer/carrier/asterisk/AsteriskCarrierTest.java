package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.CarrierContract;
import peal.dialer.carrier.LaneReport;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;
import peal.testkit.asterisk.AnswersCut;
import peal.testkit.asterisk.AsteriskFixture;
import peal.testkit.asterisk.RunningAsterisk;

/** The contract by a real SIP trunk, judged by the log of its messages. */
class AsteriskCarrierTest extends CarrierContract {
  private static final String WORKER = "peal-test";
  private static final int TESTS = 16;
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final PhoneNumber BUSY = new PhoneNumber("+15550000001");
  private static final PhoneNumber RINGS_ON = new PhoneNumber("+15550000002");

  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private RunningAsterisk asterisk;
  private AsteriskCarrier carrier;

  @BeforeEach
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
    asterisk = AsteriskFixture.start(folder, TESTS);
    carrier = carrier(asterisk.ariPort());
    await().atMost(SOON).until(() -> asterisk.tells(WORKER));
  }

  private AsteriskCarrier carrier(int port) {
    AsteriskSettings settings =
        new AsteriskSettings(
            URI.create("http://127.0.0.1:" + port + "/ari"),
            RunningAsterisk.USER,
            RunningAsterisk.PASSWORD,
            asterisk.managerPort(),
            null,
            RunningAsterisk.MANAGER_PASSWORD,
            null,
            null,
            null,
            WORKER);
    return new AsteriskCarrier(settings, Optional.empty(), reports::add, InstantSource.system());
  }

  @AfterEach
  void stop() {
    if (carrier != null) {
      carrier.close();
    }
    if (asterisk != null) {
      asterisk.close();
    }
  }

  @Override
  protected Carrier carrier() {
    return carrier;
  }

  @Override
  protected List<LaneReport> reports() {
    return reports;
  }

  @Override
  protected long rings() {
    return asterisk.ledger().rings().size();
  }

  @Override
  protected boolean tellsWords() {
    return false;
  }

  /** The trunk refuses a number after Asterisk took the call. */
  @Override
  protected boolean refusesAtOnce() {
    return false;
  }

  @Test
  void outcomesOfTheTrunkComeBackAsTheyWere() throws Exception {
    place(1, BUSY);
    place(2, UNASSIGNED);
    place(3, ORDINARY);

    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(reports)
                .extracting(LaneReport::report)
                .filteredOn(CallEvent.Ended.class::isInstance)
                .extracting(end -> end.attempt().number() + " " + ((CallEvent.Ended) end).outcome())
                .contains("1 BUSY", "2 INVALID_NUMBER", "3 ANSWERED"));
  }

  @Test
  void anAnswerThatIsCutIsUnclearAndAskingAgainDoesNotRingAgain() throws Exception {
    try (AnswersCut proxy = new AnswersCut(asterisk.ariPort());
        AsteriskCarrier cut = carrier(proxy.port())) {
      assertThat(outcomeOf(cut.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Unclear.class);
    }
    await().atMost(SOON).until(() -> rings() == 1);
    assertThat(outcomeOf(carrier.find(about(ATTEMPT), Origin.NONE)))
        .isInstanceOfAny(Finding.Open.class, Finding.Over.class);
    await().atMost(SOON).until(() -> over(ATTEMPT));

    outcomeOf(carrier.place(order(ATTEMPT, ORDINARY)));
    place(2, ORDINARY);
    await().atMost(SOON).until(() -> over(new AttemptId(ATTEMPT.call(), 2)));

    assertThat(rings()).isEqualTo(2);
  }

  @Test
  void whoRangWhenAsteriskWasKilledIsNotRungAgainByTheNext() throws Exception {
    outcomeOf(carrier.place(order(ATTEMPT, RINGS_ON)));
    await().atMost(SOON).until(() -> rings() == 1);
    asterisk.kill();
    assertThat(outcomeOf(carrier.place(order(ATTEMPT, RINGS_ON))))
        .isInstanceOfAny(Placement.Unavailable.class, Placement.Unclear.class);
    assertThat(outcomeOf(carrier.find(about(ATTEMPT), Origin.NONE)))
        .isInstanceOf(Finding.Unclear.class);
    asterisk.start();

    await()
        .atMost(SOON)
        .until(
            () -> outcomeOf(carrier.place(order(ATTEMPT, RINGS_ON))) instanceof Placement.Placed);
    await().atMost(SOON).until(() -> over(ATTEMPT));
    place(2, ORDINARY);
    await().atMost(SOON).until(() -> over(new AttemptId(ATTEMPT.call(), 2)));

    assertThat(rings()).isEqualTo(2);
    assertThat(outcomeOf(carrier.find(about(ATTEMPT), Origin.NONE)))
        .isInstanceOfSatisfying(
            Finding.Over.class, it -> assertThat(it.outcome()).isEqualTo(Outcome.UNKNOWN));
  }

  private boolean over(AttemptId attempt) throws Exception {
    return outcomeOf(carrier.find(about(attempt), Origin.NONE)) instanceof Finding.Over;
  }

  private static CallReference about(AttemptId attempt) {
    return new CallReference(attempt, LANE, null, null, null, null, null);
  }

  private void place(int attempt, PhoneNumber number) throws Exception {
    outcomeOf(carrier.place(order(new AttemptId(ATTEMPT.call(), attempt), number)));
  }
}
