package peal.standalone.engine;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.dialer.DialerConfig;
import peal.dialer.DialerWiring;
import peal.gateway.GatewayConfig;
import peal.gateway.GatewayWiring;
import peal.ingest.IngestConfig;
import peal.ingest.IngestWiring;
import peal.projector.ProjectorConfig;
import peal.projector.ProjectorWiring;
import peal.service.Service;
import peal.service.Settings;
import peal.simulator.SimulatorConfig;
import peal.simulator.SimulatorWiring;

/** Peal's services by name: the only place that names all of them. */
public enum Services {
  /** HTTP in and out. */
  GATEWAY(Stage.GATEWAY, GatewayConfig.class, GatewayWiring::start),
  /** Files become rows. */
  INGEST(Stage.INGEST, IngestConfig.class, IngestWiring::start),
  /** Rows become calls. */
  DIALER(Stage.DIALER, DialerConfig.class, DialerWiring::start),
  /** Events become answers. */
  PROJECTOR(Stage.PROJECTOR, ProjectorConfig.class, ProjectorWiring::start),
  /** The phone network to practise on. */
  SIMULATOR(Stage.SIMULATOR, SimulatorConfig.class, SimulatorWiring::start);

  private final Stage stage;
  private final Class<? extends Record> settings;
  private final Function<Map<String, String>, Service> wiring;

  Services(
      Stage stage,
      Class<? extends Record> settings,
      Function<Map<String, String>, Service> wiring) {
    this.stage = stage;
    this.settings = settings;
    this.wiring = wiring;
  }

  Stage stage() {
    return stage;
  }

  /** The service's name on the command line, in lower case. */
  public String title() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The service called {@code title}, if there is one. */
  public static Optional<Services> called(String title) {
    for (Services service : values()) {
      if (service.title().equals(title)) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads its settings and starts nothing.
   *
   * @throws IllegalArgumentException naming a setting that is wrong
   */
  void check(Map<String, String> environment) {
    Settings.read(settings, environment);
  }

  /**
   * Starts it in this JVM.
   *
   * @throws IllegalArgumentException naming a setting that is wrong
   * @throws IllegalStateException when it cannot start
   */
  public Service start(Map<String, String> environment) {
    return wiring.apply(environment);
  }
}
