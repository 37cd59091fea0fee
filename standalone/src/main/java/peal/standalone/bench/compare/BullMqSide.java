package peal.standalone.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import peal.broker.LoopbackPorts;
import peal.standalone.bench.Child;
import peal.standalone.engine.SimulatorProcess;

/**
 * BullMQ on a Redis of its own, as {@code benchmarks/bullmq} runs it: jobs that do nothing, or jobs
 * that do what Peal's worker does at a carrier simulator of its own.
 */
final class BullMqSide implements Side {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final Duration REDIS_WITHIN = Duration.ofSeconds(30);
  private static final int MOST_TUNING_CALLS = 4_000;
  private static final String SECRET = "practice-only";
  private static final String SIMULATOR_HEAP = "128m";

  private final String name;
  private final boolean carrier;
  private final Path program;
  private final Path folder;
  private final Tools tools;
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private Child redis;
  private SimulatorProcess simulator;
  private Program node;

  private BullMqSide(String name, boolean carrier, Path program, Path folder, Tools tools) {
    this.name = name;
    this.carrier = carrier;
    this.program = program;
    this.folder = folder;
    this.tools = tools;
  }

  /** Jobs that do nothing. */
  static BullMqSide noop(Path program, Path folder, Tools tools) {
    return new BullMqSide(Goals.BULLMQ_NOOP, false, program, folder, tools);
  }

  /** Jobs that ring. */
  static BullMqSide carrier(Path program, Path folder, Tools tools) {
    return new BullMqSide(Goals.BULLMQ_CARRIER, true, program, folder, tools);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start(int calls, Deadline deadline) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("redis"));
    Path server = tools.redis(folder, deadline);
    Path interpreter = tools.node(program, folder, deadline);
    int port = LoopbackPorts.free();
    redis = redis(server, port, deadline);
    ProcessBuilder command = new ProcessBuilder(interpreter.toString(), "bench.js");
    Map<String, String> environment = command.directory(program.toFile()).environment();
    environment.put("NODE_ENV", "production");
    environment.put("BENCH_MODE", carrier ? "carrier" : "noop");
    environment.put("BENCH_REDIS_PORT", Integer.toString(port));
    if (carrier) {
      URI carrierAt = LoopbackPorts.freeAddress();
      simulator = simulator(carrierAt);
      environment.put("BENCH_SIMULATOR", carrierAt.toString());
      environment.put("BENCH_SECRET", SECRET);
    }
    node = Program.start("BullMQ", command, folder.resolve("node.err"), deadline);
    settings.put("redis", "appendonly, fsync every second");
    JsonNode tuned = node.answer("tune", Math.min(MOST_TUNING_CALLS, calls), deadline);
    settings.put("best", tuned.path("best").toString());
    settings.put("tried", tuned.path("tried").toString());
    road(calls, deadline);
  }

  private Child redis(Path server, int port, Deadline deadline)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            server.toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.resolve("redis").toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--maxmemory-policy",
            "noeviction");
    Child child = Child.start("redis-server", command, folder.resolve("redis.err"), STOP_WITHIN);
    try {
      child.hear("Ready to accept connections", deadline.within(REDIS_WITHIN).left());
      return child;
    } catch (InterruptedException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  private SimulatorProcess simulator(URI address) throws InterruptedException {
    Map<String, String> told = new HashMap<>(SimulatedCarrier.SETTINGS);
    told.put("PEAL_HOST", address.getHost());
    told.put("PEAL_PORT", Integer.toString(address.getPort()));
    told.put("PEAL_SIMULATOR_PROFILE", "INSTANT");
    told.put("PEAL_SIMULATOR_LEDGER", folder.resolve("ledger.tsv").toString());
    told.put("PEAL_CARRIER_SECRET", SECRET);
    SimulatorProcess started =
        SimulatorProcess.launch(told, SIMULATOR_HEAP, folder.resolve("simulator.log"), address);
    started.awaitReady();
    return started;
  }

  @Override
  public OptionalDouble ingest(int calls, Deadline deadline) throws InterruptedException {
    return OptionalDouble.of(node.answer("ingest", calls, deadline).required("seconds").asDouble());
  }

  @Override
  public Road road(int calls, Deadline deadline) throws InterruptedException {
    return node.road(calls, deadline);
  }

  @Override
  public List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    if (node != null) {
      all.addAll(node.processes());
    }
    if (redis != null) {
      all.addAll(redis.processes());
    }
    if (simulator != null) {
      all.add(simulator.handle());
    }
    return all;
  }

  @Override
  public Map<String, Object> settings() {
    return settings;
  }

  @Override
  public void close() {
    if (node != null) {
      node.close();
    }
    if (simulator != null) {
      simulator.close();
    }
    if (redis != null) {
      redis.close();
    }
  }
}
