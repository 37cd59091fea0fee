package peal.simulator;

import io.javalin.config.JavalinConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import peal.service.Metrics;
import peal.service.Settings;
import peal.service.http.ConnectionLimit;
import peal.service.http.HttpServer;

/** Puts the simulator together. */
public final class SimulatorWiring {
  private static final long MEGABYTE = 1L << 20;

  private SimulatorWiring() {}

  /**
   * Starts a simulator as {@code environment} says ({@link SimulatorConfig} as {@code PEAL_…}).
   *
   * @throws IllegalArgumentException naming a setting that is wrong
   */
  public static SimulatorService start(Map<String, String> environment) {
    SimulatorConfig config = Settings.read(SimulatorConfig.class, environment);
    InstantSource clock = Clock.systemUTC();
    PrometheusMeterRegistry metrics = Metrics.registry();
    ThreadTimers timers = new ThreadTimers();
    HttpCallbacks callbacks =
        new HttpCallbacks(
            new Bound(config.simulatorCallbacks(), config.simulatorCallbackMegabytes() * MEGABYTE),
            config.simulatorCallbackSenders(),
            new CallbackPosts(config.carrierSecret(), clock),
            timers,
            metrics);
    Ledger ledger = ledger(config);
    PhoneNetwork network =
        new PhoneNetwork(rules(config), ledger, clock, timers, callbacks, metrics);
    network.faults(Faults.slowPosts(config.simulatorSlowPostMillis()));
    CallsHandler calls =
        new CallsHandler(
            network,
            clock,
            timers,
            new Bound(config.simulatorRequests(), config.simulatorBodyMegabytes() * MEGABYTE),
            metrics);
    HttpServer http =
        HttpServer.start(
            config.host(),
            config.port(),
            new HttpServer.Health(() -> true, () -> true),
            metrics,
            server -> {
              before(server, calls);
              ConnectionLimit.addTo(
                  server, config.simulatorConnections(), "peal.simulator.connections", metrics);
              new FaultRoutes(network).addTo(server.routes);
              new LedgerRoutes(ledger).addTo(server.routes);
              new TwilioRoutes(network, clock, config.carrierSecret()).addTo(server.routes);
            });
    return new SimulatorService(http, List.of(timers, callbacks, ledger));
  }

  /** Puts {@code calls} between what every server begins with and the framework. */
  private static void before(JavalinConfig config, CallsHandler calls) {
    config.jetty.modifyServer(
        server -> ((Handler.Singleton) server.getHandler()).getTail().setHandler(calls));
  }

  private static Ledger ledger(SimulatorConfig config) {
    long room = config.simulatorLedgerMegabytes() * MEGABYTE;
    return config
        .simulatorLedger()
        .map(path -> LedgerFiles.open(Path.of(path), room))
        .orElseGet(() -> Ledger.inMemory(Math.min(room, Runtime.getRuntime().maxMemory() / 4)));
  }

  private static NetworkRules rules(SimulatorConfig config) {
    return new NetworkRules(
        new CallPlan.Book(
            new Dice(config.simulatorSeed()),
            config.simulatorProfile(),
            OutcomeMix.parse(config.simulatorMix())),
        config.simulatorHonoursKeys(),
        Duration.ofSeconds(config.simulatorProgressSeconds()),
        config.simulatorOpenCalls(),
        config.simulatorOpenMegabytes() * MEGABYTE,
        config.simulatorRememberedMegabytes() * MEGABYTE);
  }
}
