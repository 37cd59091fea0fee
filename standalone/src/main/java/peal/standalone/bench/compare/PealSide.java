package peal.standalone.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.standalone.bench.LoadFile;
import peal.standalone.bench.RunningUp;
import peal.standalone.bench.kafka.Traffic;
import peal.testkit.api.PealClient;

/**
 * Peal as {@code peal up} runs it: a file goes in through the API, and counts and a page of calls
 * come out of it. This process, which uploads and asks, is one of the side's.
 */
final class PealSide implements Side {
  private static final int CALLS_PER_SECOND = 10_000;
  private static final int PAGE = 100;

  /** Of more calls Kafka would have compacted the stores' logs before they are read. */
  private static final int MOST_COUNTED = 10_000;

  private static final long BETWEEN_LOOKS_MILLIS = 50;
  private static final Duration START_WITHIN = Duration.ofMinutes(2);

  private final String name;
  private final Path launcher;
  private final Path folder;
  private final Map<String, String> environment;
  private final boolean counted;
  private RunningUp up;
  private Traffic traffic;

  private PealSide(
      String name, Path launcher, Path folder, Map<String, String> environment, boolean counted) {
    this.name = name;
    this.launcher = launcher;
    this.folder = folder;
    this.environment = environment;
    this.counted = counted;
  }

  /**
   * With the carrier in the dialer's own process, which ends each call at once. A second uncounted
   * batch tells which records a call has.
   */
  static PealSide instant(Path launcher, Path folder) {
    return new PealSide(
        Goals.PEAL_INSTANT, launcher, folder, Map.of("PEAL_CARRIER_KIND", "INSTANT"), true);
  }

  /** With the carrier simulator, whose people all answer. */
  static PealSide http(Path launcher, Path folder) {
    return new PealSide(Goals.PEAL_HTTP, launcher, folder, SimulatedCarrier.SETTINGS, false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(int calls, Deadline deadline) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Deadline ready = deadline.within(START_WITHIN);
    up = RunningUp.start(launcher, folder, CALLS_PER_SECOND, "instant", environment, ready.left());
    road(calls, deadline);
    if (counted) {
      int counts = Math.min(calls, MOST_COUNTED);
      RecordCensus census = RecordCensus.begin(up.kafka());
      road(counts, deadline);
      traffic = census.end(counts, deadline);
    }
  }

  /** The records of a call, once it has started. */
  Traffic traffic() {
    if (traffic == null) {
      throw new IllegalStateException(name + " did not run, whose records would be written");
    }
    return traffic;
  }

  @Override
  public Road road(int calls, Deadline deadline) throws IOException, InterruptedException {
    Path file = folder.resolve("calls.csv");
    LoadFile.write(file, calls);
    PealClient client = up.client();
    long begin = System.nanoTime();
    String batch =
        client
            .upload(file, Map.of("agentId", up.agent(), "name", "bench"))
            .ok()
            .path("batchId")
            .asText();
    double ingest = seconds(begin);
    while (completed(client.status(batch).ok(), calls) < calls) {
      deadline.check(name);
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
    long page = client.calls(batch, 1, PAGE, "completed").ok().path("calls").size();
    double all = seconds(begin);
    up.look();
    if (page != Math.min(PAGE, calls)) {
      throw new IllegalStateException("a page of " + page + " completed calls");
    }
    return new Road(ingest, all);
  }

  private static long completed(JsonNode status, int calls) {
    JsonNode progress = status.path("progress");
    if (progress.path("failed").asLong() > 0 || status.path("totalCalls").asLong() != calls) {
      throw new IllegalStateException("not every call was completed: " + progress);
    }
    return progress.path("completed").asLong();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    if (up != null) {
      all.addAll(up.processes());
      all.add(ProcessHandle.current());
    }
    return all;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("calls per second", CALLS_PER_SECOND);
    settings.put("environment", environment);
    settings.put("heap", System.getenv().getOrDefault("PEAL_HEAP", "512m"));
    if (traffic != null) {
      settings.put("records per call", traffic.recordsPerCall());
      settings.put("bytes per call", traffic.bytesPerCall());
    }
    return settings;
  }

  @Override
  public List<String> faults() throws IOException {
    return up == null ? List.of() : up.faults();
  }

  @Override
  public void close() {
    if (up != null) {
      up.close();
    }
  }
}
