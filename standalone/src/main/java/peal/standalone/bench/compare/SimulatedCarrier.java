package peal.standalone.bench.compare;

import java.util.Map;

/** The phone network of the sides that ring: everybody answers and hangs up within milliseconds. */
final class SimulatedCarrier {
  /** What the simulator is told, whoever starts it. */
  static final Map<String, String> SETTINGS = Map.of("PEAL_SIMULATOR_MIX", "answered=1");

  private SimulatedCarrier() {}
}
