package peal.standalone.engine;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.dialer.DialerWiring;
import peal.gateway.GatewayWiring;
import peal.ingest.IngestWiring;
import peal.projector.ProjectorWiring;
import peal.service.Service;
import peal.simulator.SimulatorMain;
import peal.simulator.SimulatorWiring;

/** Peal's services by name: the only place that names all of them. */
public enum Services {
  /** HTTP in and out. */
  GATEWAY(GatewayWiring::start),
  /** Files become rows. */
  INGEST(IngestWiring::start),
  /** Rows become calls. */
  DIALER(DialerWiring::start),
  /** Events become answers. */
  PROJECTOR(ProjectorWiring::start),
  /** The phone network to practise on. */
  SIMULATOR(SimulatorWiring::start);

  private final Function<Map<String, String>, Service> wiring;

  Services(Function<Map<String, String>, Service> wiring) {
    this.wiring = wiring;
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
   * Starts it in this JVM.
   *
   * @throws IllegalArgumentException naming a setting that is wrong
   * @throws IllegalStateException when it cannot start
   */
  public Service start(Map<String, String> environment) {
    return wiring.apply(environment);
  }

  /** Runs the simulator's own main class. */
  static void simulatorProcess(String[] arguments) {
    SimulatorMain.main(arguments);
  }
}
