package peal.dialer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.github.gestalt.config.annotations.Config;
import peal.dialer.carrier.http.HttpCarrier;
import peal.dialer.dialing.DialingSettings;
import peal.dialer.dispatch.DispatchApplication;
import peal.domain.dispatch.Timing;
import peal.service.http.Loopback;
import peal.service.http.Token;
import peal.service.streams.StreamsOptions;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/**
 * Settings of a dialer worker.
 *
 * @param host interface to bind
 * @param port port to bind; 0 for a free one
 * @param partitions partitions of the lane topics; the same in every service
 * @param provision whether topics are created or only verified
 * @param internalToken what the services of one Peal show each other; needed where others than this
 *     machine can reach this one
 * @param stateDir where dispatch keeps its stores
 * @param streamThreads threads of dispatch, 1–64
 * @param standbyReplicas standby copies of each store, 0–3; has effect from two workers on
 * @param commitMillis commit interval of dispatch, 10–1,000 ms
 * @param transactionTimeoutMillis longest life of a transaction of dispatch, 1,000–60,000 ms
 * @param cacheMegabytes heap that may hold dispatch's changes between commits, 1–1,024 MB
 * @param rocksMegabytes native memory of dispatch's stores together, 16–65,536 MB
 * @param dialLifeMillis how long after its slot a dial may be placed, 100–2,000 ms
 * @param confirmMillis silence after that before the carrier is asked, 500–60,000 ms
 * @param silenceSeconds silence of an open call before the carrier is asked, 1–3,600 s
 * @param slowStartSeconds after dialing was stopped and resumed, until its whole pace is reached,
 *     0–3,600 s
 * @param stopSeconds how long the carrier may take to answer dials in flight when this worker is
 *     told to end, 0–300 s
 * @param maxDialsInFlight dials that one worker takes on at once, 1–100,000
 * @param maxDialMegabytes heap that those may take, estimated from their texts, 1–4,096 MB
 * @param maxPlacements dials that one worker lets wait for the carrier's answer at once, 1–4,000
 * @param maxLookups attempts that one worker looks up at the carrier at once, and as many that it
 *     has hung up, 1–1,000
 * @param carrierKind {@code http} or {@code instant}: the carrier of numbers that name none
 * @param carrierUrl where an HTTP carrier serves its protocol
 * @param carrierSecret signs its callbacks; 16–200 characters of one's own where other machines can
 *     send them
 * @param carrierIdempotent whether it rings once per idempotency key
 * @param callbackUrl where carriers reach any worker; this worker's own address where absent
 * @param carriersFile further carriers, as JSON; see docs/operations.md
 * @param carrierKeysFile opens the sealed texts of that file
 * @param publicUrl where the carriers of that file reach any worker
 * @param workerName names this worker in events and logs; made up where absent
 */
public record DialerConfig(
    @Config(defaultVal = "127.0.0.1") String host,
    @Config(defaultVal = "8082") int port,
    @Config(defaultVal = "" + Topics.DEFAULT_PARTITIONS) int partitions,
    @Config(defaultVal = "CREATE") TopicProvision provision,
    Optional<String> internalToken,
    @Config(defaultVal = "peal-data/dialer") Path stateDir,
    @Config(defaultVal = "1") int streamThreads,
    @Config(defaultVal = "1") int standbyReplicas,
    @Config(defaultVal = "50") int commitMillis,
    @Config(defaultVal = "5000") int transactionTimeoutMillis,
    @Config(defaultVal = "24") int cacheMegabytes,
    @Config(defaultVal = "96") int rocksMegabytes,
    @Config(defaultVal = "1500") int dialLifeMillis,
    @Config(defaultVal = "2000") int confirmMillis,
    @Config(defaultVal = "60") int silenceSeconds,
    @Config(defaultVal = "60") int slowStartSeconds,
    @Config(defaultVal = "10") int stopSeconds,
    @Config(defaultVal = "10000") int maxDialsInFlight,
    @Config(defaultVal = "64") int maxDialMegabytes,
    @Config(defaultVal = "1000") int maxPlacements,
    @Config(defaultVal = "32") int maxLookups,
    @Config(defaultVal = "HTTP") CarrierKind carrierKind,
    @Config(defaultVal = "http://127.0.0.1:8090") URI carrierUrl,
    @Config(defaultVal = DialerConfig.PRACTICE) String carrierSecret,
    @Config(defaultVal = "false") boolean carrierIdempotent,
    Optional<URI> callbackUrl,
    Optional<Path> carriersFile,
    Optional<Path> carrierKeysFile,
    Optional<URI> publicUrl,
    Optional<String> workerName) {
  /** The secret of whoever sets none. Everyone knows it. */
  static final String PRACTICE = "practice-only";

  /** Which carrier places the calls. */
  public enum CarrierKind {
    /** A voice platform, or the simulator, over HTTP. */
    HTTP,
    /** In this process, for benchmarks: every call is answered and over at once. */
    INSTANT
  }

  /** Refuses values outside the ranges above, naming the setting. */
  public DialerConfig {
    between(0, 65_535, port, "PEAL_PORT");
    between(1, 1_000, partitions, "PEAL_PARTITIONS");
    between(1, 64, streamThreads, "PEAL_STREAM_THREADS");
    between(0, 3, standbyReplicas, "PEAL_STANDBY_REPLICAS");
    between(10, 1_000, commitMillis, "PEAL_COMMIT_MILLIS");
    between(1_000, 60_000, transactionTimeoutMillis, "PEAL_TRANSACTION_TIMEOUT_MILLIS");
    between(1, 1_024, cacheMegabytes, "PEAL_CACHE_MEGABYTES");
    between(16, 65_536, rocksMegabytes, "PEAL_ROCKS_MEGABYTES");
    between(100, 2_000, dialLifeMillis, "PEAL_DIAL_LIFE_MILLIS");
    between(500, 60_000, confirmMillis, "PEAL_CONFIRM_MILLIS");
    between(1, 3_600, silenceSeconds, "PEAL_SILENCE_SECONDS");
    between(0, 3_600, slowStartSeconds, "PEAL_SLOW_START_SECONDS");
    between(0, 300, stopSeconds, "PEAL_STOP_SECONDS");
    between(1, 100_000, maxDialsInFlight, "PEAL_MAX_DIALS_IN_FLIGHT");
    between(1, 4_096, maxDialMegabytes, "PEAL_MAX_DIAL_MEGABYTES");
    between(1, HttpCarrier.MOST_PLACEMENTS, maxPlacements, "PEAL_MAX_PLACEMENTS");
    between(1, 1_000, maxLookups, "PEAL_MAX_LOOKUPS");
  }

  private static void between(int least, int most, int value, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d-%d, but is %d".formatted(name, least, most, value));
    }
  }

  /**
   * Passes silently where nobody but this machine can send callbacks, or they are signed with a
   * secret.
   *
   * @throws IllegalArgumentException where everyone could
   */
  void requireOwnSecret() {
    requireOwnSecret("PEAL_CARRIER_SECRET", carrierSecret);
  }

  /** As the other, of the secret that the setting {@code name} holds. */
  void requireOwnSecret(String name, String secret) {
    boolean own =
        Stream.of(callbackUrl, publicUrl)
            .flatMap(Optional::stream)
            .map(URI::getHost)
            .allMatch(Loopback::has);
    if (Loopback.has(host) && own) {
      return;
    }
    if (secret.equals(PRACTICE)) {
      throw new IllegalArgumentException(
          name
              + " must be set, to the same as the carrier's, where other machines can"
              + " reach PEAL_HOST, PEAL_CALLBACK_URL or PEAL_PUBLIC_URL: '"
              + PRACTICE
              + "' is known to everyone, who could tell how calls ended");
    }
    Token.checked(name, secret);
  }

  Timing timing() {
    Timing standard = Timing.DEFAULT;
    Duration silence = Duration.ofSeconds(silenceSeconds);
    return new Timing(
        standard.lead(),
        standard.window(),
        Duration.ofMillis(dialLifeMillis),
        Duration.ofMillis(confirmMillis),
        silence,
        silence.compareTo(standard.askAgain()) < 0 ? silence : standard.askAgain(),
        standard.orphaned(),
        Duration.ofSeconds(slowStartSeconds));
  }

  DialingSettings dialing() {
    return DialingSettings.DEFAULT
        .withMaxInFlight(maxDialsInFlight)
        .withPlacements(maxPlacements, (long) maxDialMegabytes << 20, maxLookups)
        .withDrainLimit(Duration.ofSeconds(stopSeconds));
  }

  StreamsOptions dispatch() {
    return new StreamsOptions(
        DispatchApplication.ID,
        stateDir,
        streamThreads,
        standbyReplicas,
        commitMillis,
        transactionTimeoutMillis,
        new StreamsOptions.Memory(cacheMegabytes, rocksMegabytes),
        Optional.empty());
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "DialerConfig[" + host + ":" + port + ", " + carrierKind + " " + carrierUrl + "]";
  }
}
