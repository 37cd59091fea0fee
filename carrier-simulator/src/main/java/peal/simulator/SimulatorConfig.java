package peal.simulator;

import java.util.Optional;
import org.github.gestalt.config.annotations.Config;

/**
 * The simulator's settings.
 *
 * @param host interface to bind
 * @param port port to bind; 0 for a free one
 * @param simulatorProfile how long people let it ring and talk
 * @param simulatorSeed another seed is another network
 * @param simulatorMix how ordinary calls end: {@code outcome=weight,…}
 * @param simulatorHonoursKeys whether a second request for an attempt does not ring
 * @param simulatorProgressSeconds how often an open call tells that it is still there, 0–3,600 s; 0
 *     for never
 * @param simulatorLedger file that keeps the ledger over restarts; absent for memory alone
 * @param carrierSecret signs callbacks; caller and carrier share it
 */
public record SimulatorConfig(
    @Config(defaultVal = "127.0.0.1") String host,
    @Config(defaultVal = "8090") int port,
    @Config(defaultVal = "REALISTIC") Profile simulatorProfile,
    @Config(defaultVal = "1") long simulatorSeed,
    @Config(defaultVal = OutcomeMix.DEFAULT) String simulatorMix,
    @Config(defaultVal = "true") boolean simulatorHonoursKeys,
    @Config(defaultVal = "20") int simulatorProgressSeconds,
    Optional<String> simulatorLedger,
    @Config(defaultVal = "practice-only") String carrierSecret) {
  /** Refuses values outside the ranges above, naming the setting. */
  public SimulatorConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("PEAL_PORT must be 0-65535");
    }
    if (simulatorProgressSeconds < 0 || simulatorProgressSeconds > 3_600) {
      throw new IllegalArgumentException("PEAL_SIMULATOR_PROGRESS_SECONDS must be 0-3600");
    }
    OutcomeMix.parse(simulatorMix);
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "SimulatorConfig[" + host + ":" + port + ", " + simulatorProfile + "]";
  }
}
