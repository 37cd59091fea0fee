package peal.standalone.engine;

import java.io.IOException;
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
import peal.broker.BundledBroker;
import peal.service.Service;

/**
 * A whole Peal on one machine: a bundled broker and the carrier simulator as child processes, the
 * four services in this JVM.
 *
 * <p>Start: broker, simulator, then the services, and the demo workspace at last. End: the other
 * way round, so that nobody is asked who has gone, and the broker hears everybody's last word.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration END_OF_EACH = Duration.ofSeconds(12);

  /** A restart after a crash rebuilds the state of every row from Kafka before it serves. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private final Parts parts = new Parts(END_OF_EACH);
  private final List<Watched> watched = new ArrayList<>();
  private final EngineOptions options;
  private final Consumer<String> say;
  private volatile Secrets secrets;
  private volatile Addresses addresses;
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
   * @throws IllegalArgumentException when a setting is wrong, naming it
   */
  public void start() throws InterruptedException {
    DataFolder data = parts.add("data folder", DataFolder.open(options.data()));
    secrets = data.secrets(options.environment());
    addresses = addresses(data);
    String bootstrap = options.kafka().orElseGet(() -> bundledBroker(data));
    data.keepKafka(bootstrap);
    Environments environments = new Environments(options, data, secrets, addresses, bootstrap);
    simulator(environments, data);
    services(environments);
    secrets = new DemoTenant(options, secrets).settle();
    data.keep(secrets);
  }

  private static Addresses addresses(DataFolder data) {
    try {
      return Addresses.kept(data.root().resolve("addresses"));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("the data folder's addresses cannot be read", e);
    }
  }

  private String bundledBroker(DataFolder data) {
    say.accept("starting the bundled Kafka broker");
    BundledBroker broker = parts.add("broker", BundledBroker.start(data.kafka()));
    watched.add(new Watched("the bundled broker", broker::alive));
    return broker.bootstrapServers();
  }

  private void simulator(Environments environments, DataFolder data) throws InterruptedException {
    say.accept("starting the carrier simulator");
    SimulatorProcess simulator =
        parts.add(
            "simulator",
            SimulatorProcess.start(
                environments.simulator(), data.log("simulator"), addresses.simulator()));
    watched.add(new Watched("the carrier simulator", simulator::alive));
  }

  private void services(Environments environments) throws InterruptedException {
    say.accept("starting the services");
    // Both have state to restore, so they do it side by side.
    CompletableFuture<Service> projector = starting(Services.PROJECTOR, environments.projector());
    CompletableFuture<Service> dialer = starting(Services.DIALER, environments.dialer());
    List<Service> started = new ArrayList<>();
    started.add(finished(projector));
    started.add(finished(dialer));
    started.add(finished(starting(Services.INGEST, environments.ingest())));
    Service gateway = finished(starting(Services.GATEWAY, environments.gateway()));
    started.add(gateway);
    secrets = secrets.withUrl(gateway.address());
    awaitReady(started);
  }

  private CompletableFuture<Service> starting(Services service, Map<String, String> environment) {
    return CompletableFuture.supplyAsync(
        () -> parts.add(service.title(), service.start(environment)),
        task -> Thread.ofPlatform().name("start-" + service.title()).start(task));
  }

  private static Service finished(CompletableFuture<Service> starting) {
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
