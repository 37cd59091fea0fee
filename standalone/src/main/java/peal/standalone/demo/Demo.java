package peal.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.standalone.client.Access;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import peal.standalone.display.Progress;
import peal.standalone.display.Tally;
import peal.standalone.engine.Engine;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/** One run of the demo against an engine that has started: upload, watch, collect, judge. */
public final class Demo {
  private static final long POLL_MILLIS = 100;

  /** Beyond the time that the pace alone takes: lost answers are asked for after a minute. */
  private static final Duration SLACK = Duration.ofSeconds(90);

  /** {@code dialBy − slotAt} as dispatch sets it. */
  private static final Duration DIAL_LIFE = Duration.ofSeconds(2);

  private final Engine engine;
  private final Path folder;
  private final int rows;
  private final double callsPerSecond;

  /** A demo of {@code rows} rows at {@code callsPerSecond}, with its file in {@code folder}. */
  public Demo(Engine engine, Path folder, int rows, double callsPerSecond) {
    this.engine = engine;
    this.folder = folder;
    this.rows = rows;
    this.callsPerSecond = callsPerSecond;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException when the batch has not ended long after it should have
   * @throws peal.standalone.client.Refused when a request fails
   */
  public DemoResult run() throws IOException, InterruptedException {
    Path file = folder.resolve("demo.csv");
    DemoCsv.write(file, rows);
    try (GatewayClient gateway = new GatewayClient(Access.of(engine.url(), engine.secrets()))) {
      String agent = engine.secrets().agent().orElseThrow();
      JsonNode started = gateway.start(file, Map.of("agentId", agent, "name", "demo"));
      Instant acceptedAt = Instant.now();
      String batch = started.path("batchId").asText();
      List<Snapshot> snapshots = watch(gateway, batch, acceptedAt);
      BatchEvidence evidence =
          new BatchEvidence(
              engine.secrets().workspace(),
              batch,
              started.path("totalCalls").asLong(),
              DemoCsv.numbers(rows),
              acceptedAt,
              Optional.empty(),
              Optional.empty(),
              snapshots,
              List.of());
      Outcomes outcomes = new Outcomes();
      Listing listing = list(gateway, batch, outcomes);
      return Summary.of(judged(evidence, listing), outcomes, callsPerSecond);
    }
  }

  private List<Snapshot> watch(GatewayClient gateway, String batch, Instant acceptedAt)
      throws InterruptedException {
    Instant deadline = acceptedAt.plus(SLACK).plusMillis((long) (rows * 1_000.0 / callsPerSecond));
    List<Snapshot> snapshots = new ArrayList<>();
    try (Progress progress = Progress.on(System.err)) {
      while (true) {
        JsonNode answer = gateway.progress(batch);
        Snapshot snapshot = Snapshot.of(Instant.now(), answer);
        snapshots.add(snapshot);
        progress.show(Tally.of(answer));
        if (snapshot.complete() || Instant.now().isAfter(deadline)) {
          // A batch that is stuck is judged too: the broken promise has a name.
          return snapshots;
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static Listing list(GatewayClient gateway, String batch, Outcomes outcomes) {
    List<CallRow> calls = new ArrayList<>();
    JsonNode page;
    int number = 0;
    do {
      page = gateway.calls(batch, ++number);
      for (JsonNode call : page.path("calls")) {
        calls.add(CallRow.of(call));
        outcomes.count(call);
      }
    } while (page.path("pagination").path("hasNext").asBoolean());
    return new Listing(Instant.now(), calls);
  }

  private Evidence judged(BatchEvidence batch, Listing listing)
      throws IOException, InterruptedException {
    BatchEvidence listed =
        new BatchEvidence(
            batch.workspaceId(),
            batch.batchId(),
            batch.totalCalls(),
            batch.numbers(),
            batch.acceptedAt(),
            batch.scheduledAt(),
            batch.cancelledAt(),
            batch.snapshots(),
            List.of(listing));
    return new Evidence(
        Optional.of(ledger()),
        List.of(Tenant.of(batch.workspaceId(), 1, callsPerSecond, 1_000)),
        List.of(listed),
        List.of(),
        DIAL_LIFE,
        Set.of(),
        Instant.now());
  }

  private Ledger ledger() throws IOException, InterruptedException {
    URI simulator = engine.addresses().simulator();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(simulator.resolve("/ledger"))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Refused(answer.statusCode(), "the simulator does not show its ledger");
      }
      return Ledger.parse(answer.body());
    }
  }
}
