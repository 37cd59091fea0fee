package peal.endtoend;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import peal.broker.BundledBroker;
import peal.broker.LoopbackPorts;
import peal.service.kafka.KafkaClients;
import peal.testkit.api.Scrape;
import peal.testkit.api.SimulatorLedger;

/**
 * Peal as a cluster has it: each service a process, two dialer workers, two projectors, and a
 * broker of its own.
 */
final class SeparateServices implements AutoCloseable {
  private static final Duration START = Run.PATIENCE;
  private static final String ADMIN_TOKEN = "padm_of_this_test";

  private final Path folder;
  private final Map<String, String> more;
  private final BundledBroker broker;
  private final String bootstrap;
  private final List<Child> children = new ArrayList<>();
  private final List<Child> dialers = new ArrayList<>();
  private final Road road;
  private URI simulator;

  private SeparateServices(
      Path folder, Map<String, String> more, BundledBroker broker, String bootstrap) {
    this.folder = folder;
    this.more = more;
    this.broker = broker;
    this.bootstrap = bootstrap;
    try {
      this.road = start();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Starts everything with data and logs in {@code folder}, and waits until all are ready. */
  static SeparateServices start(Path folder) {
    return start(folder, Map.of());
  }

  /** As {@link #start(Path)}, with further settings for every service. */
  static SeparateServices start(Path folder, Map<String, String> more) {
    BundledBroker broker = BundledBroker.start(folder.resolve("kafka"));
    return start(folder, more, broker, broker.bootstrapServers());
  }

  /** As the other ones, with a broker of the caller's, which the services reach elsewhere. */
  static SeparateServices start(
      Path folder, Map<String, String> more, BundledBroker broker, String bootstrap) {
    return new SeparateServices(folder, more, broker, bootstrap);
  }

  private Road start() {
    simulator =
        service(
            "simulator",
            Map.of("PEAL_SIMULATOR_PROFILE", "fast", "PEAL_SIMULATOR_MIX", "answered=1"));
    URI ingest =
        service(
            "ingest",
            Map.of(
                "PEAL_SPOOL_DIR", folder.resolve("spool").toString(),
                "PEAL_REJECTED_DIR", folder.resolve("rejected").toString()));
    List<URI> projectors = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      String state = folder.resolve("projector-" + i).toString();
      projectors.add(service("projector", Map.of("PEAL_STATE_DIR", state)));
      dialer(folder.resolve("dialer-" + i));
    }
    URI gateway =
        service(
            "gateway",
            Map.of(
                "PEAL_INGEST_URLS",
                ingest.toString(),
                "PEAL_PROJECTOR_URLS",
                projectors.getFirst() + "," + projectors.getLast(),
                "PEAL_ADMIN_TOKEN",
                ADMIN_TOKEN,
                "PEAL_API_REQUESTS_PER_MINUTE",
                "0"));
    children.forEach(child -> child.ready(START));
    return new Road(
        gateway,
        ADMIN_TOKEN,
        () -> SimulatorLedger.read(simulator),
        () -> new KafkaClients(broker.bootstrapServers()));
  }

  /** Its callbacks come to itself alone, so those of its calls are lost when it is killed. */
  private void dialer(Path state) {
    service(
        "dialer",
        Map.of(
            "PEAL_STATE_DIR", state.toString(),
            "PEAL_CARRIER_URL", simulator.toString(),
            "PEAL_CARRIER_IDEMPOTENT", more.getOrDefault("PEAL_CARRIER_IDEMPOTENT", "true"),
            "PEAL_SILENCE_SECONDS", "4"));
    dialers.add(children.getLast());
  }

  private URI service(String name, Map<String, String> settings) {
    URI address = LoopbackPorts.freeAddress();
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(settings);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrap);
    environment.put("PEAL_PARTITIONS", "4");
    environment.put("OTEL_SERVICE_NAME", name);
    environment.put("PEAL_PORT", Integer.toString(address.getPort()));
    Path log = folder.resolve(name + "-" + address.getPort() + ".log");
    children.add(Child.start(address, "160m", environment, log, "run", name));
    return address;
  }

  Road road() {
    return road;
  }

  /** Makes the carrier fail as {@code json} says; {@code {}} mends it. */
  void faults(String json) {
    CarrierFaults.set(simulator, json);
  }

  /** Figures of the dialer workers that live. */
  List<Scrape> dialers() {
    return dialers.stream().map(dialer -> new Scrape(dialer.address())).toList();
  }

  /** SIGKILL for one of the two dialer workers. */
  void killADialer() {
    dialers.removeFirst().kill();
  }

  /** Another dialer worker, in place of one that was killed; ready when this returns. */
  void startADialer() {
    dialer(folder.resolve("dialer-" + (children.size() + 1)));
    dialers.getLast().ready(START);
  }

  @Override
  public void close() {
    children.forEach(Child::kill);
    broker.close();
  }
}
