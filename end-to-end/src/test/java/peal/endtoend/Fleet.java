package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import peal.broker.BundledBroker;
import peal.broker.LoopbackPorts;
import peal.service.kafka.KafkaClients;
import peal.testkit.api.SimulatorLedger;

/**
 * Peal as a cluster has it, with two processes of each service, a broker, and the simulator. Each
 * process can be stopped in order or killed, and started again at the same address.
 */
final class Fleet implements AutoCloseable {
  private static final Duration START = Run.PATIENCE;
  private static final String ADMIN_TOKEN = "padm_of_this_test";
  private static final int TWO = 2;

  /** One process of a service, which is the same one again after a restart. */
  static final class Member {
    private final String service;
    private final URI address = LoopbackPorts.freeAddress();
    private final Map<String, String> environment;
    private final Path log;
    private Child child;

    private Member(String service, Map<String, String> environment, Path folder) {
      this.service = service;
      this.environment = environment;
      this.log = folder.resolve(service + "-" + address.getPort() + ".log");
    }

    URI address() {
      return address;
    }

    String service() {
      return service;
    }

    /** Changes one of its settings; counts from its next start on. */
    void set(String name, String value) {
      environment.put(name, value);
    }

    /** Starts it and does not wait. */
    Member start() {
      child = Child.start(address, "160m", environment, log, "run", service);
      return this;
    }

    /** Waits until it says that it is ready. */
    Member ready() {
      child.ready(START);
      return this;
    }

    /** SIGTERM, and waits until it has ended by itself. */
    void stop() {
      child.stop(Run.PATIENCE);
    }

    /** SIGSTOP. */
    void pause() {
      child.pause();
    }

    /** SIGCONT. */
    void resume() {
      child.resume();
    }

    /** SIGKILL. */
    void kill() {
      child.kill();
    }

    /** What it answers at {@code path}, whatever the status. */
    String get(String path) {
      return Fleet.ask(HttpRequest.newBuilder(address.resolve(path)).GET().build());
    }
  }

  private final Path folder;
  private final Map<String, String> more;
  private final BundledBroker broker;
  private final List<Member> members = new ArrayList<>();
  private Member simulator;

  private Fleet(Path folder, Map<String, String> more) {
    this.folder = folder;
    this.more = more;
    this.broker = BundledBroker.start(folder.resolve("kafka"));
    try {
      start();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything with data and logs in {@code folder}, and waits until all are ready.
   *
   * @param more settings for every process
   */
  static Fleet start(Path folder, Map<String, String> more) {
    return new Fleet(folder, more);
  }

  private void start() {
    simulator =
        member(
            "simulator",
            Map.of("PEAL_SIMULATOR_PROFILE", "fast", "PEAL_SIMULATOR_MIX", "answered=1"));
    for (int i = 1; i <= TWO; i++) {
      member(
          "ingest",
          Map.of(
              "PEAL_SPOOL_DIR", folder.resolve("spool").toString(),
              "PEAL_REJECTED_DIR", folder.resolve("rejected").toString()));
      member("projector", state("projector", i));
      Map<String, String> dialer = new HashMap<>(state("dialer", i));
      dialer.put("PEAL_CARRIER_URL", simulator.address().toString());
      dialer.put("PEAL_CARRIER_IDEMPOTENT", "true");
      dialer.put("PEAL_SILENCE_SECONDS", "4");
      member("dialer", dialer);
    }
    String ingest = urls("ingest");
    String projectors = urls("projector");
    for (int i = 1; i <= TWO; i++) {
      member(
          "gateway",
          Map.of(
              "PEAL_INGEST_URLS", ingest,
              "PEAL_PROJECTOR_URLS", projectors,
              "PEAL_API_REQUESTS_PER_MINUTE", "0",
              "PEAL_ADMIN_TOKEN", ADMIN_TOKEN));
    }
    members.forEach(Member::ready);
  }

  private Map<String, String> state(String service, int number) {
    return Map.of("PEAL_STATE_DIR", folder.resolve(service + "-" + number).toString());
  }

  private Member member(String service, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(settings);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    environment.put("PEAL_PARTITIONS", "4");
    Member member = new Member(service, environment, folder);
    environment.put("PEAL_PORT", Integer.toString(member.address().getPort()));
    members.add(member.start());
    return member;
  }

  private String urls(String service) {
    return all(service).stream()
        .map(member -> member.address().toString())
        .collect(Collectors.joining(","));
  }

  /** Both processes of a service. */
  List<Member> all(String service) {
    return members.stream().filter(member -> member.service().equals(service)).toList();
  }

  /** The API by way of the first gateway. */
  Road road() {
    return road(all("gateway").getFirst());
  }

  /** The API by way of {@code gateway}. */
  Road road(Member gateway) {
    return new Road(
        gateway.address(),
        ADMIN_TOKEN,
        () -> SimulatorLedger.read(simulator.address()),
        () -> new KafkaClients(broker.bootstrapServers()));
  }

  BundledBroker broker() {
    return broker;
  }

  /** Makes the carrier fail as {@code json} says; {@code {}} mends it. */
  void faults(String json) {
    CarrierFaults.set(simulator.address(), json);
  }

  private static String ask(HttpRequest request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    members.forEach(Member::kill);
    broker.close();
  }
}
