package peal.simulator;

import java.util.Optional;
import org.github.gestalt.config.annotations.Config;

/**
 * The simulator's settings. The bounds are made for a heap of 128 MB, all of them reached at once.
 *
 * @param host interface to bind
 * @param port port to bind; 0 for a free one
 * @param simulatorProfile how long people let it ring and talk
 * @param simulatorSeed another seed is another network
 * @param simulatorMix how ordinary calls end: {@code outcome=weight,…}
 * @param simulatorHonoursKeys whether a second request for an attempt does not ring
 * @param simulatorProgressSeconds how often an open call tells that it is still there, 0–3,600 s; 0
 *     for never
 * @param simulatorSlowPostMillis how much later each request for a call is answered, until {@code
 *     PUT /faults} says otherwise, 0–600,000 ms; the phone rings at once
 * @param simulatorConnections connections that may be open, 10–1,000,000; others wait to be
 *     accepted
 * @param simulatorRequests requests that may be under way, 4–1,000,000, of which three quarters may
 *     be for new calls
 * @param simulatorBodyMegabytes what their bodies may take, 2–65,536 MB
 * @param simulatorOpenCalls calls that may be open, 1–10,000,000
 * @param simulatorOpenMegabytes what they may take, 1–65,536 MB
 * @param simulatorCallbacks callbacks that may wait to be delivered, 2–10,000,000
 * @param simulatorCallbackMegabytes what they may take, 1–65,536 MB
 * @param simulatorCallbackSenders requests to one callback address that may be under way, 1–10,000
 * @param simulatorRememberedMegabytes what ended calls may take whose words are remembered,
 *     0–65,536 MB
 * @param simulatorLedger file that keeps the ledger over restarts; absent for memory alone
 * @param simulatorLedgerMegabytes what the ledger may take, 1–1,048,576 MB of disk, or without a
 *     file of memory, of which a quarter of the heap is enough
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
    @Config(defaultVal = "0") int simulatorSlowPostMillis,
    @Config(defaultVal = "4000") int simulatorConnections,
    @Config(defaultVal = "4000") int simulatorRequests,
    @Config(defaultVal = "16") int simulatorBodyMegabytes,
    @Config(defaultVal = "20000") int simulatorOpenCalls,
    @Config(defaultVal = "24") int simulatorOpenMegabytes,
    @Config(defaultVal = "20000") int simulatorCallbacks,
    @Config(defaultVal = "12") int simulatorCallbackMegabytes,
    @Config(defaultVal = "32") int simulatorCallbackSenders,
    @Config(defaultVal = "8") int simulatorRememberedMegabytes,
    Optional<String> simulatorLedger,
    @Config(defaultVal = "512") int simulatorLedgerMegabytes,
    @Config(defaultVal = "practice-only") String carrierSecret) {
  private static final int MANY = 10_000_000;
  private static final int MUCH = 65_536;

  /** Refuses values outside the ranges above, naming the setting. */
  public SimulatorConfig {
    within("PEAL_PORT", port, 0, 65_535);
    within("PEAL_SIMULATOR_PROGRESS_SECONDS", simulatorProgressSeconds, 0, 3_600);
    within("PEAL_SIMULATOR_SLOW_POST_MILLIS", simulatorSlowPostMillis, 0, 600_000);
    within("PEAL_SIMULATOR_CONNECTIONS", simulatorConnections, 10, 1_000_000);
    within("PEAL_SIMULATOR_REQUESTS", simulatorRequests, 4, 1_000_000);
    within("PEAL_SIMULATOR_BODY_MEGABYTES", simulatorBodyMegabytes, 2, MUCH);
    within("PEAL_SIMULATOR_OPEN_CALLS", simulatorOpenCalls, 1, MANY);
    within("PEAL_SIMULATOR_OPEN_MEGABYTES", simulatorOpenMegabytes, 1, MUCH);
    within("PEAL_SIMULATOR_CALLBACKS", simulatorCallbacks, 2, MANY);
    within("PEAL_SIMULATOR_CALLBACK_MEGABYTES", simulatorCallbackMegabytes, 1, MUCH);
    within("PEAL_SIMULATOR_CALLBACK_SENDERS", simulatorCallbackSenders, 1, 10_000);
    within("PEAL_SIMULATOR_REMEMBERED_MEGABYTES", simulatorRememberedMegabytes, 0, MUCH);
    within("PEAL_SIMULATOR_LEDGER_MEGABYTES", simulatorLedgerMegabytes, 1, 1_048_576);
    OutcomeMix.parse(simulatorMix);
  }

  private static void within(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(setting + " must be " + least + "-" + most);
    }
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "SimulatorConfig[" + host + ":" + port + ", " + simulatorProfile + "]";
  }
}
