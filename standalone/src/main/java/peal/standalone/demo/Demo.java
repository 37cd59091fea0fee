package peal.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import peal.standalone.display.Progress;
import peal.standalone.display.Tally;
import peal.standalone.engine.Engine;
import peal.standalone.engine.Secrets;
import peal.testkit.api.PealClient;
import peal.testkit.api.Witness;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Metronome;
import peal.testkit.evidence.Tenant;
import peal.testkit.kafka.CallLogReader;

/** One run of the demo against an engine that has started: upload, watch, collect, judge. */
public final class Demo {
  private static final long POLL_MILLIS = 100;
  private static final int PAGE = 100;

  /** Beyond the time that the pace alone takes: a lost answer is asked for after a minute. */
  private static final Duration SLACK = Duration.ofSeconds(90);

  /** The longest that {@code dialBy − slotAt} may be. */
  private static final Duration DIAL_LIFE = Duration.ofSeconds(2);

  private final Engine engine;
  private final DemoCarrier carrier;
  private final Path folder;
  private final int rows;
  private final Tenant tenant;
  private final Witness witness = new Witness(DIAL_LIFE);

  /**
   * A demo of {@code rows} rows, with its file in {@code folder}, in a workspace that has the
   * limits given, by the carrier that the engine's dialer was led to.
   */
  public Demo(
      Engine engine,
      DemoCarrier carrier,
      Path folder,
      int rows,
      double callsPerSecond,
      int maxConcurrentCalls) {
    this.engine = engine;
    this.carrier = carrier;
    this.folder = folder;
    this.rows = rows;
    this.tenant = Tenant.of(engine.secrets().workspace(), 1, callsPerSecond, maxConcurrentCalls);
  }

  /**
   * Runs it. A batch that is stuck is judged like any other: then a promise broke, and has a name.
   *
   * @throws peal.testkit.api.Answer.UnexpectedAnswer when an upload is refused
   */
  public DemoResult run() throws IOException, InterruptedException {
    try (Metronome metronome = new Metronome()) {
      return run(metronome);
    }
  }

  private DemoResult run(Metronome metronome) throws IOException, InterruptedException {
    Path file = folder.resolve("demo.csv");
    DemoCsv.write(file, rows);
    Secrets secrets = engine.secrets();
    PealClient client = new PealClient(engine.url(), secrets.workspace(), secrets.apiKey());
    Neighbour neighbour = Neighbour.movesIn(engine, witness);
    neighbour.rehearses();
    until(witness::look, seen -> {});

    witness.tenant(tenant);
    Map<String, String> form = Map.of("agentId", secrets.agent().orElseThrow(), "name", "Demo");
    String batch = witness.accepted(client, client.upload(file, form), DemoCsv.numbers(rows));
    String tooMuch = neighbour.beginsTooMuch();
    neighbour.callsTenPeople();
    try (Progress progress = Progress.on(System.err)) {
      Consumer<Witness> show =
          seen -> seen.lastSeen(batch).map(Tally::of).ifPresent(progress::show);
      until(() -> witness.look() || hasBegun(tooMuch), show);
      neighbour.cancels(tooMuch);
      until(witness::look, show);
    }
    return Summary.of(evidence(metronome), batch, outcomes(client, batch));
  }

  private Evidence evidence(Metronome metronome) throws IOException {
    return witness.evidence(
        Optional.of(carrier.ledger(engine)),
        CallLogReader.read(engine.kafka().consumer("demo-judge", Map.of()), witness.batches()),
        metronome.hiccups(),
        Set.of());
  }

  private boolean hasBegun(String batch) {
    return witness.lastSeen(batch).map(seen -> seen.ended() > 0).orElse(false);
  }

  /** Looks again and again, until what is waited for has come or has taken too long. */
  private void until(BooleanSupplier reached, Consumer<Witness> show) throws InterruptedException {
    double paceSeconds = rows / tenant.limits().getFirst().callsPerSecond();
    long deadline = System.nanoTime() + SLACK.plusSeconds((long) paceSeconds).toNanos();
    boolean done = false;
    while (!done && System.nanoTime() < deadline) {
      done = reached.getAsBoolean();
      show.accept(witness);
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Outcomes outcomes(PealClient client, String batch) {
    Outcomes outcomes = new Outcomes();
    boolean more = true;
    for (int page = 1; more; page++) {
      JsonNode body = client.calls(batch, page, PAGE, "all").ok();
      body.path("calls").forEach(outcomes::count);
      more = body.path("pagination").path("hasNext").asBoolean();
    }
    return outcomes;
  }
}
