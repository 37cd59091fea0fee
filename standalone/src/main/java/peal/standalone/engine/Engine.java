package peal.standalone.engine;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.broker.BrokerOptions;
import peal.broker.BundledBroker;
import peal.broker.ClassArchive;
import peal.service.Service;
import peal.service.kafka.KafkaClients;

/**
 * A whole Peal on one machine: a bundled broker and the carrier simulator as child processes, the
 * four services in this JVM.
 *
 * <p>Start: the simulator beside the broker, then the services side by side, and the demo workspace
 * as soon as the gateway serves. End: as {@link Stage} says.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration END_OF_EACH =
      Duration.ofSeconds(ClassArchive.recording() ? 125 : 12);

  /** A restart after a crash rebuilds the state of every row from Kafka before it serves. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private final Parts parts = new Parts(END_OF_EACH);
  private final List<Watched> watched = new ArrayList<>();
  private final EngineOptions options;
  private final Consumer<String> say;
  private volatile Secrets secrets;
  private volatile Addresses addresses;
  private volatile KafkaClients kafka;
  private volatile boolean closing;

  private record Watched(String name, BooleanSupplier alive) {}

  /**
   * An engine that has not started.
   *
   * @param say hears what is being done, one short line at a time
   */
  public Engine(EngineOptions options, Consumer<String> say) {
    this.options = options;
    this.say = say;
  }

  /**
   * Starts everything and waits until it can serve. {@link #close} may be called meanwhile, by
   * another thread, and is needed also when this fails.
   *
   * @throws IllegalStateException when a part does not start, naming it
   * @throws IllegalArgumentException when a setting is wrong, naming it; nothing was started then
   */
  public void start() throws InterruptedException {
    DataFolder data = parts.add(Stage.DATA_FOLDER, DataFolder.open(options.data()));
    secrets = data.secrets(options.environment());
    addresses = addresses(data);
    Environments environments = new Environments(options, data, secrets, addresses);
    check(environments);
    environments.overruled().forEach(this::sayOverruled);
    Map<String, String> simulatorSettings = environments.simulator();
    SimulatorProcess simulator = launch(simulatorSettings, data);
    KeptAlive kept =
        new KeptAlive(
            "the carrier simulator",
            simulator,
            () -> launch(simulatorSettings, data),
            new Restarts(),
            say);
    parts.add(Stage.SIMULATOR, kept);
    environments = kafka(environments, data);
    kafka = new KafkaClients(environments.shared());
    say.accept("starting the services");
    List<CompletableFuture<Service>> starting = services(environments);
    CompletableFuture<Void> tenant =
        starting.getLast().thenAccept(gateway -> settle(gateway, data));
    List<Service> started = starting.stream().map(Engine::finished).toList();
    simulator.awaitReady();
    awaitReady(started);
    finished(tenant);
  }

  /** What is wrong is found before anything runs, not when the broker has started in vain. */
  private void check(Environments environments) {
    options.partitions();
    options.brokerHeap();
    options.simulatorHeap();
    checkPort();
    Services.GATEWAY.check(environments.gateway());
    Services.INGEST.check(environments.ingest());
    Services.DIALER.check(environments.dialer());
    Services.PROJECTOR.check(environments.projector());
    Services.SIMULATOR.check(environments.simulator());
  }

  private void sayOverruled(String name) {
    String instead =
        switch (name) {
          case "KAFKA_BOOTSTRAP_SERVERS" -> "a cluster of yours is named by --kafka";
          case "PEAL_PORT" -> "the port is --port";
          case "PEAL_CARRIER_URL", "PEAL_CARRIER_SECRET", "PEAL_CALLBACK_URL" ->
              "the carrier is the simulator; for another give PEAL_CARRIERS_FILE one with the id"
                  + " 'default'";
          default -> "it follows from running everything together";
        };
    say.accept(name + " of the environment does not count here: " + instead);
  }

  private void checkPort() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(options.host(), options.port()));
    } catch (BindException e) {
      throw new IllegalStateException(
          "nothing can listen at %s:%d (%s): choose another --port, or another PEAL_HOST"
              .formatted(options.host(), options.port(), e.getMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("PEAL_HOST=" + options.host() + " cannot be used", e);
    }
  }

  private static Addresses addresses(DataFolder data) {
    try {
      return Addresses.kept(data.root().resolve("addresses"));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("the data folder's addresses cannot be read", e);
    }
  }

  /** On a cluster that runs already the services look after the topics themselves. */
  private Environments kafka(Environments environments, DataFolder data) {
    if (options.kafka().isPresent()) {
      data.keepKafka(options.kafka().get());
      return environments.with(options.kafka().get());
    }
    say.accept("starting the bundled Kafka broker");
    BrokerOptions settings =
        options.brokerHeap().map(BrokerOptions.DEFAULT::withHeap).orElse(BrokerOptions.DEFAULT);
    BundledBroker broker = parts.add(Stage.BROKER, BundledBroker.start(data.kafka(), settings));
    watched.add(new Watched("the bundled broker", broker::alive));
    data.keepKafka(broker.bootstrapServers());
    Environments onBroker = environments.with(broker.bootstrapServers());
    return onBroker.withTopics(
        BundledTopics.provide(new KafkaClients(onBroker.shared()), options.partitions()));
  }

  /** It starts while the broker does: it needs nobody. */
  private SimulatorProcess launch(Map<String, String> settings, DataFolder data) {
    return SimulatorProcess.launch(
        settings, options.simulatorHeap(), data.log("simulator"), addresses.simulator());
  }

  /** All side by side; the gateway is the last of the list. */
  private List<CompletableFuture<Service>> services(Environments environments) {
    return List.of(
        starting(Services.PROJECTOR, environments.projector()),
        starting(Services.DIALER, environments.dialer()),
        starting(Services.INGEST, environments.ingest()),
        starting(Services.GATEWAY, environments.gateway()));
  }

  /** The demo tenant needs the gateway alone, so it is made while the others restore. */
  private void settle(Service gateway, DataFolder data) {
    try {
      awaitReady(List.of(gateway));
      secrets = new DemoTenant(options, secrets.withUrl(gateway.address())).settle();
      data.keep(secrets);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the services started", e);
    }
  }

  private CompletableFuture<Service> starting(Services service, Map<String, String> environment) {
    return CompletableFuture.supplyAsync(
        () -> parts.add(service.stage(), service.start(environment)),
        task -> Thread.ofPlatform().name("start-" + service.title()).start(task));
  }

  private static <T> T finished(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }

  private void awaitReady(List<Service> services) throws InterruptedException {
    long begin = System.nanoTime();
    long told = begin;
    while (!services.stream().allMatch(Service::ready)) {
      long now = System.nanoTime();
      if (now - begin > READY_WITHIN.toNanos()) {
        throw new IllegalStateException(
            "not every service was ready within " + READY_WITHIN.toMinutes() + " minutes");
      }
      if (now - told > Duration.ofSeconds(10).toNanos()) {
        told = now;
        say.accept("restoring what was there before");
      }
      Thread.sleep(20);
    }
  }

  /** Where the gateway serves. */
  public URI url() {
    return secrets.url().orElseThrow();
  }

  /** Keys and ids of the demo workspace. */
  public Secrets secrets() {
    return secrets;
  }

  /** Where the services are inside. */
  public Addresses addresses() {
    return addresses;
  }

  /** Clients of the Kafka that the services use, with their settings. */
  public KafkaClients kafka() {
    return kafka;
  }

  /** Blocks until a child process is gone that should not be; says which one. */
  public String awaitFault() throws InterruptedException {
    while (true) {
      for (Watched child : watched) {
        if (!closing && !child.alive().getAsBoolean()) {
          LOG.error("{} has ended.", child.name());
          return child.name();
        }
      }
      Thread.sleep(1_000);
    }
  }

  /** Ends everything in order; each part has 12 s. Idempotent. */
  @Override
  public void close() {
    closing = true;
    parts.close();
  }
}
