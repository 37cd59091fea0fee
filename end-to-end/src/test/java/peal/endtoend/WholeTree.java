package peal.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import peal.broker.LoopbackPorts;
import peal.service.kafka.KafkaClients;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Secrets;
import peal.testkit.api.PealClient;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Tenant;

/** {@code ./peal up}: one JVM with its broker and its simulator as children, on one data folder. */
final class WholeTree implements AutoCloseable {
  private static final Duration START = Run.PATIENCE;

  private final URI address = LoopbackPorts.freeAddress();
  private final Path data;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private Child child;

  /** Not started; {@code options} as on the command line. */
  WholeTree(Path data, Map<String, String> environment, String... options) {
    this.data = data;
    this.environment = environment;
    this.arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
    arguments.addAll(List.of("--port", Integer.toString(address.getPort())));
    arguments.addAll(List.of(options));
  }

  /** Starts it, for the first time or again, and waits until its demo workspace can be used. */
  void start() {
    Path log = data.resolveSibling("up.log");
    child =
        Child.start(address, "512m", environment, log, arguments.toArray(String[]::new))
            .ready(START);
    await().atMost(START).until(() -> secrets().agent().isPresent());
  }

  /** SIGKILL for every process of it. */
  void kill() {
    child.kill();
  }

  /** The API, and the ledger that the simulator keeps in the data folder. */
  Road road() {
    return new Road(address, secrets().adminToken(), this::ledger, this::kafka);
  }

  /** SIGKILL for the phone network alone. */
  void killSimulator() {
    ProcessHandle simulator =
        child.process().descendants().filter(WholeTree::isSimulator).findFirst().orElseThrow();
    simulator.destroyForcibly();
    simulator.onExit().orTimeout(120, TimeUnit.SECONDS).join();
  }

  private static boolean isSimulator(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains("SimulatorChild");
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGTERM, and waits until all of it has ended. */
  void stop() {
    child.stop(Run.PATIENCE);
  }

  /** What its services have logged. */
  String log() {
    try {
      return Files.readString(data.resolve("logs").resolve("peal.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much it has logged, bytes. */
  long logged() {
    try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
      long bytes = Files.size(data.resolveSibling("up.log"));
      for (Path log : logs.toList()) {
        bytes += Files.size(log);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its broker. */
  KafkaClients kafka() {
    try {
      return new KafkaClients(Files.readString(DataFolder.kafkaFile(data)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ledger ledger() {
    return Ledgers.readFile(data.resolve("simulator").resolve("ledger.tsv"));
  }

  /** Whom the demo workspace belongs to. */
  Customer demo(double callsPerSecond, int maxConcurrentCalls) {
    Secrets secrets = secrets();
    return new Customer(
        new PealClient(address, secrets.workspace(), secrets.apiKey()),
        secrets.agent().orElseThrow(),
        Tenant.of(secrets.workspace(), 1, callsPerSecond, maxConcurrentCalls));
  }

  private Secrets secrets() {
    try {
      return Secrets.read(DataFolder.secretsFile(data)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    child.kill();
  }
}
