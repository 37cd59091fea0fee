package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.LaneReport;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;
import peal.testkit.asterisk.AsteriskFixture;
import peal.testkit.asterisk.RunningAsterisk;
import peal.testkit.evidence.Ring;

/** What may be wrong with an Asterisk or its trunk, and is no answer of whom it calls. */
@Timeout(300)
class AsteriskTroubleTest {
  private static final int TESTS = 7;
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final PhoneNumber ORDINARY = new PhoneNumber("+15550001234");
  private static final PhoneNumber DECLINES = new PhoneNumber("+15550000003");
  private static final PhoneNumber FORBIDDEN = new PhoneNumber("+15550000004");
  private static final PhoneNumber SILENT = new PhoneNumber("+15550000005");
  private static final WorkspaceId WORKSPACE = new WorkspaceId("ws");

  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private RunningAsterisk asterisk;
  private AsteriskCarrier carrier;

  @BeforeEach
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
    asterisk = AsteriskFixture.start(folder, TESTS);
    listen("peal-gate");
  }

  private void listen(String gate) {
    // Asterisk remembers applications whose listener is gone.
    String application = "to-" + gate;
    carrier =
        new AsteriskCarrier(
            new AsteriskSettings(
                URI.create("http://127.0.0.1:" + asterisk.ariPort() + "/ari"),
                RunningAsterisk.USER,
                RunningAsterisk.PASSWORD,
                asterisk.managerPort(),
                null,
                RunningAsterisk.MANAGER_PASSWORD,
                gate,
                null,
                5,
                application),
            Optional.empty(),
            reports::add,
            InstantSource.system());
    await().atMost(SOON).until(() -> asterisk.tells(application));
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

  @Test
  void theLongestNamesRing() throws Exception {
    CallId call = new CallId("z".repeat(40), 9_999, 999_999_999_999_999_999L);
    AttemptId attempt = new AttemptId(call, Integer.MAX_VALUE);
    Lane lane = new Lane(new WorkspaceId("Z".repeat(64)), 9_999);

    assertThat(place(attempt, lane, ORDINARY)).isInstanceOf(Placement.Placed.class);

    await().atMost(SOON).until(() -> outcomes().containsKey(attempt));
    assertThat(outcomes()).containsEntry(attempt, Outcome.ANSWERED);
    assertThat(asterisk.ledger().rings()).hasSize(1);
    assertThat(reports).extracting(LaneReport::lane).containsOnly(lane);
  }

  /** Asterisk has one cause for both. */
  @Test
  void aTrunkThatDoesNotLetUsInIsNobodyWhoDeclines() throws Exception {
    place(1, DECLINES);
    place(2, FORBIDDEN);

    awaitEnds(2);
    assertThat(outcomes())
        .containsEntry(attempt(1), Outcome.REJECTED)
        .containsEntry(attempt(2), Outcome.CARRIER_ERROR);
  }

  @Test
  void aTrunkThatSaysNothingIsNobodyWhoDoesNotAnswer() throws Exception {
    place(1, SILENT);

    awaitEnds(1);
    assertThat(outcomes()).containsEntry(attempt(1), Outcome.CARRIER_ERROR);
  }

  @Test
  void aTrunkThatFailsEveryCallIsLeftAlone() throws Exception {
    for (int i = 1; i <= TrunkHealth.MOST; i++) {
      place(i, FORBIDDEN);
    }
    awaitEnds(TrunkHealth.MOST);

    assertThat(place(TrunkHealth.MOST + 1, ORDINARY)).isInstanceOf(Placement.Unavailable.class);
  }

  @Test
  void aGateThatCannotMakeItsFileRingsNobodyAndSaysSo() throws Exception {
    Files.delete(asterisk.once());
    place(1, ORDINARY);

    awaitEnds(1);
    assertThat(outcomes()).containsEntry(attempt(1), Outcome.CARRIER_ERROR);
    assertThat(asterisk.said()).contains("no file can be made in " + asterisk.once());

    Files.createDirectory(asterisk.once());
    place(1, ORDINARY);
    await().atMost(SOON).until(() -> asterisk.ledger().rings().size() == 1);
  }

  /** One that was halted finds orders of before; whoever asks again comes too late, too. */
  @Test
  void anOrderThatIsLateAtTheGateRingsNobodyThenOrEver() throws Exception {
    // By its answer Asterisk's clock is known.
    place(1, ORDINARY);
    awaitEnds(1);
    Lane lane = new Lane(WORKSPACE, 0);
    Order late = order(attempt(2), lane, ORDINARY, Instant.now().minusSeconds(1));
    carrier.place(late).toCompletableFuture().get(120, TimeUnit.SECONDS);

    awaitEnds(2);
    assertThat(outcomes()).containsEntry(attempt(2), Outcome.CARRIER_ERROR);
    assertThat(asterisk.said()).containsPattern("Peal rings nobody: the call is \\d+ ms late here");

    place(2, ORDINARY);
    place(3, ORDINARY);
    awaitEnds(3);
    assertThat(asterisk.ledger().rings())
        .extracting(Ring::attemptId)
        .containsExactly(attempt(1).toString(), attempt(3).toString());
  }

  @Test
  void aDialplanWithoutAGateRingsNobodyAndSaysSo() throws Exception {
    carrier.close();
    listen("nowhere");
    place(1, ORDINARY);

    awaitEnds(1);
    assertThat(reports)
        .extracting(LaneReport::report)
        .filteredOn(CallEvent.Ended.class::isInstance)
        .extracting(report -> (CallEvent.Ended) report)
        .allSatisfy(end -> {
          assertThat(end.outcome()).isEqualTo(Outcome.CARRIER_ERROR);
          assertThat(end.detail()).contains("dialplan");
        });
  }

  private void awaitEnds(int ends) {
    await().atMost(SOON).until(() -> outcomes().size() >= ends);
  }

  private Map<AttemptId, Outcome> outcomes() {
    return reports.stream()
        .map(LaneReport::report)
        .flatMap(report -> report instanceof CallEvent.Ended end ? Stream.of(end) : Stream.empty())
        .collect(
            Collectors.toMap(
                CallEvent.Ended::attempt, CallEvent.Ended::outcome, (first, again) -> again));
  }

  private static AttemptId attempt(int row) {
    return new AttemptId(new CallId("trouble", 0, row), 1);
  }

  private Placement place(int row, PhoneNumber number) throws Exception {
    return place(attempt(row), new Lane(WORKSPACE, 0), number);
  }

  private Placement place(AttemptId attempt, Lane lane, PhoneNumber number) throws Exception {
    Order order = order(attempt, lane, number, Instant.now().plus(SOON));
    return carrier.place(order).toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  private static Order order(AttemptId attempt, Lane lane, PhoneNumber number, Instant dialBy) {
    CallingAgent agent =
        new CallingAgent(
            "agent_1",
            "Bell",
            "m",
            "p",
            "v",
            "en",
            "You sell bells.",
            null,
            Map.of(),
            new PhoneNumber("+15550100000"),
            600);
    return new Order(
        attempt, lane, number, agent, "You sell bells.", null, dialBy, () -> true, Origin.NONE);
  }
}
