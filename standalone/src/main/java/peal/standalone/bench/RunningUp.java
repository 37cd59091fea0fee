package peal.standalone.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Secrets;
import peal.testkit.api.PealClient;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.evidence.Ring;

/** A {@code peal up} under load, with what its processes take. Used by one thread. */
public final class RunningUp implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
  private static final int MOST_CONCURRENT_CALLS = 100_000;

  private final Child up;
  private final Path data;
  private final Secrets secrets;
  private final URI simulator;
  private final Map<String, ProcessPeak> peaks = new LinkedHashMap<>();
  private final Map<String, Long> pids = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private RunningUp(Child up, Path data) throws IOException {
    this.up = up;
    this.data = data;
    this.secrets = Secrets.read(DataFolder.secretsFile(data)).orElseThrow();
    this.simulator = URI.create(Files.readAllLines(data.resolve("addresses")).get(3));
    look();
  }

  /**
   * Starts it in a new folder below {@code folder}, with a quick carrier, and waits until it is
   * ready.
   *
   * @throws IllegalStateException when it does not start
   */
  static RunningUp start(Path launcher, Path folder, int callsPerSecond)
      throws IOException, InterruptedException {
    return start(launcher, folder, callsPerSecond, "fast", Map.of(), START_WITHIN);
  }

  /**
   * As the other.
   *
   * @param carrier how long the simulated people take, as {@code up} takes it
   * @param settings of the services, on top of this process's own
   * @param within how long the start may take
   */
  public static RunningUp start(
      Path launcher,
      Path folder,
      int callsPerSecond,
      String carrier,
      Map<String, String> settings,
      Duration within)
      throws IOException, InterruptedException {
    Path data = folder.resolve("up");
    ProcessBuilder command =
        new ProcessBuilder(
            launcher.toString(),
            "up",
            "--port=0",
            "--data=" + data.toAbsolutePath(),
            "--carrier=" + carrier,
            "--calls-per-second=" + callsPerSecond,
            "--max-concurrent-calls=" + MOST_CONCURRENT_CALLS);
    command.environment().putAll(settings);
    Child up = Child.start("'peal up'", command, folder.resolve("up.err"), STOP_WITHIN);
    try {
      up.hear("Peal is ready", within);
      return new RunningUp(up, data);
    } catch (IOException | InterruptedException | RuntimeException e) {
      up.close();
      throw e;
    }
  }

  /** Its API; no answer is waited for longer than two minutes. */
  public PealClient client() {
    return new PealClient(
        List.of(secrets.url().orElseThrow()), secrets.workspace(), secrets.apiKey(), ANSWER_WITHIN);
  }

  /** Id of an agent that can call. */
  public String agent() {
    return secrets.agent().orElseThrow();
  }

  /** Bootstrap servers of its broker. */
  public String kafka() throws IOException {
    return Files.readString(DataFolder.kafkaFile(data)).strip();
  }

  /** From now on the carrier answers each order so much later. */
  void slowAnswers(Duration by) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(simulator.resolve("/faults"))
                  .header("Content-Type", "application/json")
                  .PUT(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"slowPostMillis\":" + by.toMillis() + "}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("the simulator answered " + answer.statusCode());
      }
    }
  }

  /** Looks what the processes take, and whether they are still the same. */
  public void look() {
    if (!up.alive()) {
      note("'peal up' has ended");
      return;
    }
    processes()
        .forEach(process -> {
          String name = nameOf(process);
          Long before = pids.put(name, process.pid());
          if (before != null && before != process.pid()) {
            note("the " + name + " was started again");
          }
          peaks.merge(name, taken(name, process.pid()), ProcessPeak::or);
        });
  }

  private void note(String fault) {
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
  }

  /** Its processes. */
  public List<ProcessHandle> processes() {
    return up.processes().stream()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .toList();
  }

  private String nameOf(ProcessHandle process) {
    if (process.pid() == up.pid()) {
      return "services";
    }
    boolean simulator = OverloadHeap.commandLine(process.pid()).contains("SimulatorChild");
    return simulator ? "simulator" : "broker";
  }

  private static ProcessPeak taken(String name, long pid) {
    long kilobytes = -1_024;
    long threads = -1;
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      for (String line : lines.toList()) {
        if (line.startsWith("VmHWM:")) {
          kilobytes = number(line);
        } else if (line.startsWith("Threads:")) {
          threads = number(line);
        }
      }
    } catch (IOException e) {
      // It has just ended, or the system has no such files.
    }
    return new ProcessPeak(name, kilobytes / 1_024, threads);
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** CPU time of all processes since they began, ns. */
  long cpuNanos() {
    return CpuTime.nanos(processes());
  }

  /** CPU time of each process since it began, ns, by its name. */
  Map<String, Long> cpuNanosByName() {
    return processes().stream()
        .collect(Collectors.toMap(this::nameOf, process -> CpuTime.nanos(List.of(process))));
  }

  /** What it rang in a stretch of time; an attempt that rang twice is a fault. */
  RingTimes rings(Instant from, Instant to) {
    List<Ring> rings = SimulatorLedger.read(simulator).rings();
    if (rings.stream().anyMatch(ring -> ring.count() > 1)) {
      note("an attempt rang twice");
    }
    double[] times =
        rings.stream()
            .mapToDouble(Ring::time)
            .filter(time -> time >= from.toEpochMilli() && time < to.toEpochMilli())
            .toArray();
    return new RingTimes(times, Duration.between(from, to).toNanos() / 1e9);
  }

  /** Asks each process for its heap, which costs it a moment. */
  void weigh() throws InterruptedException {
    for (Map.Entry<String, Long> known : pids.entrySet()) {
      peaks.merge(
          known.getKey(), OverloadHeap.of(known.getKey(), known.getValue()), ProcessPeak::or);
    }
  }

  List<ProcessPeak> peaks() {
    return List.copyOf(peaks.values());
  }

  URI simulator() {
    return simulator;
  }

  /** What went wrong, by its logs too. */
  public List<String> faults() throws IOException {
    List<String> all = new ArrayList<>(faults);
    all.addAll(OverloadLogs.faults(data));
    return all;
  }

  @Override
  public void close() {
    up.close();
  }
}
