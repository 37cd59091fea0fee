package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.dialer.carrier.BotToken;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.asterisk.AsteriskFixture;
import peal.testkit.asterisk.RunningAsterisk;
import peal.testkit.evidence.Ring;

/** Batches through a real SIP trunk, judged by the log of the trunk's own messages. */
@Timeout(1_200)
@Tag("thorough")
class AsteriskRoadTest {
  private static final int TESTS = 3;
  private static final int ROWS = 200;

  @Test
  void aBatchThroughASipTrunkKeepsEveryPromise(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws InterruptedException, IOException {
    through(folder, null);
  }

  @Test
  void whenAsteriskIsKilledInTheMiddleEveryRowEndsAndNoneRingsTwice(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws InterruptedException, IOException {
    through(
        folder,
        (run, asterisk) -> {
          awaitRings(asterisk, ROWS / 4);
          run.witness().fault();
          asterisk.kill();
          asterisk.start();
          run.witness().fault();
        });
  }

  /** What it had asked for and not written down is asked for again, and stopped at the gate. */
  @Test
  void whenADialerIsKilledInTheMiddleEveryRowEndsAndNoneRingsTwice(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws InterruptedException, IOException {
    Path trunk = Files.createDirectory(folder.resolve("asterisk"));
    try (RunningAsterisk asterisk = AsteriskFixture.start(trunk, TESTS);
        Fleet fleet =
            Fleet.start(
                folder, Map.of("PEAL_CARRIERS_FILE", asterisk.carriers("default").toString()))) {
      Road road = fleet.road();
      Run run =
          new Run(new Road(road.gateway(), road.adminToken(), asterisk::ledger, road.kafka()));
      run.accepted(run.customer(25, 100), Numbers.ordinary(ROWS));
      awaitRings(asterisk, ROWS / 4);
      run.witness().fault();
      fleet.all("dialer").forEach(Fleet.Member::kill);
      fleet.all("dialer").forEach(dialer -> dialer.start().ready());
      run.witness().fault();
      run.untilComplete();

      assertThat(asterisk.ledger().rings()).hasSize(ROWS);
      judge(run);
    }
  }

  /** As a bot would, by the two variables that its channel has. */
  private static void theBotTellsWhatWasSaid(
      Engine engine, Customer customer, String batch, Ring ring) {
    CallId call = ring.attempt().orElseThrow().call();
    Lane lane = new Lane(new WorkspaceId(customer.tenant().workspaceId()), call.lane());
    String result =
        "{\"attemptId\": \"%s\", \"reference\": \"%s\", \"outcome\": \"answered\", \"transcript\": \"Are you well?\"}"
            .formatted(ring.attemptId(), lane.key());
    URI results = engine.addresses().dialer().resolve("/carriers/default/results");
    String token = new BotToken(RunningAsterisk.BOT_SECRET).of(ring.attempt().orElseThrow(), lane);
    assertThat(posted(results, "of another", result)).isEqualTo(401);
    assertThat(posted(results, token, result)).isEqualTo(204);
    String one = "/v1/api/batch-calls/" + batch + "/calls/" + call;
    await()
        .atMost(Run.PATIENCE)
        .until(() ->
            customer
                .client()
                .get(one)
                .ok()
                .at("/result/transcript")
                .asText()
                .equals("Are you well?"));
  }

  private static int posted(URI address, String token, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitRings(RunningAsterisk asterisk, int rings) {
    await().atMost(Run.PATIENCE).until(() -> asterisk.ledger().rings().size() >= rings);
  }

  private static void judge(Run run) {
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }

  /** What is said of the calls that the trunk never saw. */
  private static List<String> notRung(Customer customer, String batch, RunningAsterisk asterisk) {
    Set<String> rung =
        asterisk.ledger().rings().stream().map(Ring::number).collect(Collectors.toSet());
    return customer.client().allCalls(batch).calls().stream()
        .filter(call -> !rung.contains(call.number()))
        .map(call ->
            customer
                .client()
                .get("/v1/api/batch-calls/" + batch + "/calls/" + call.jobId() + "/history")
                .ok()
                .toString())
        .toList();
  }

  private interface Trouble {
    void make(Run run, RunningAsterisk asterisk) throws InterruptedException;
  }

  private static void through(Path folder, Trouble trouble)
      throws InterruptedException, IOException {
    Path trunk = Files.createDirectory(folder.resolve("asterisk"));
    try (RunningAsterisk asterisk = AsteriskFixture.start(trunk, TESTS);
        Engine engine = new Engine(options(folder, asterisk), line -> {})) {
      engine.start();
      Run run =
          new Run(
              new Road(
                  engine.url(), engine.secrets().adminToken(), asterisk::ledger, engine::kafka));
      Customer customer = run.customer(25, 100);
      String batch = run.accepted(customer, Numbers.mixed(ROWS, List.of("0001")));
      boolean calm = trouble == null;
      if (!calm) {
        trouble.make(run, asterisk);
      }
      run.untilComplete();

      assertThat(notRung(customer, batch, asterisk)).hasSizeLessThan(calm ? 1 : ROWS / 4);
      if (calm) {
        theBotTellsWhatWasSaid(engine, customer, batch, asterisk.ledger().rings().getLast());
      }
      judge(run);
    }
  }

  private static EngineOptions options(Path folder, RunningAsterisk asterisk) throws IOException {
    return new EngineOptions(
        folder.resolve("peal"),
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.empty(),
        Optional.empty(),
        Map.of(
            "PEAL_PARTITIONS", "2",
            "PEAL_SILENCE_SECONDS", "3",
            "PEAL_CARRIERS_FILE", asterisk.carriers("default").toString()));
  }
}
