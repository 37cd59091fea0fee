package peal.simulator;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import peal.service.Metrics;
import peal.service.Settings;
import peal.service.http.HttpServer;

/** Puts the simulator together. */
public final class SimulatorWiring {
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
    Ledger ledger = new Ledger();
    ThreadTimers timers = new ThreadTimers();
    HttpCallbacks callbacks =
        new HttpCallbacks(new Signature(config.carrierSecret()), clock, timers, metrics);
    List<AutoCloseable> inOrder = new ArrayList<>(List.of(timers, callbacks));
    config.simulatorLedger().map(Path::of).ifPresent(p -> inOrder.add(LedgerFile.open(p, ledger)));
    PhoneNetwork network =
        new PhoneNetwork(rules(config), ledger, clock, timers, callbacks, metrics);
    HttpServer http =
        HttpServer.start(
            config.host(),
            config.port(),
            new HttpServer.Health(() -> true, () -> true),
            metrics,
            server -> {
              new CallRoutes(network, clock).addTo(server.routes);
              new LedgerRoutes(ledger).addTo(server.routes);
            });
    return new SimulatorService(http, inOrder);
  }

  private static PhoneNetwork.Rules rules(SimulatorConfig config) {
    return new PhoneNetwork.Rules(
        new CallPlan.Book(
            new Dice(config.simulatorSeed()),
            config.simulatorProfile(),
            OutcomeMix.parse(config.simulatorMix())),
        config.simulatorHonoursKeys(),
        Duration.ofSeconds(config.simulatorProgressSeconds()));
  }
}
