package peal.projector;

import java.time.Duration;
import java.util.Optional;
import org.github.gestalt.config.annotations.Config;
import peal.topics.TopicProvision;

/**
 * The projector's settings, from {@code PEAL_…}.
 *
 * @param host interface to bind
 * @param port port to bind; 0 for a free one
 * @param advertised where other projectors reach this one, {@code host} or {@code host:port}; by
 *     default what was bound
 * @param partitions partitions of the lane topics
 * @param provision whether topics are created or only verified
 * @param internalToken what the services of one Peal show each other; needed where others than this
 *     machine can reach this one
 * @param stateDir folder for the stores; what is in it can be rebuilt from Kafka
 * @param standbyReplicas further instances that keep a copy of each lane
 * @param commitIntervalMillis time between commits, ms; must be below the transaction timeout. Not
 *     how fresh an answer is: queries read what is not yet committed
 * @param transactionTimeoutMillis longest life of a transaction, ms
 * @param streamThreads threads that fold
 * @param cacheMegabytes heap that may hold what changed between commits, MB
 * @param rocksMegabytes native memory of all stores together, MB
 * @param stopSeconds how long questions under way may take when this is told to end, 0-300 s
 * @param retentionHours how long a batch or a single call stays readable after it has ended, h;
 *     fractions allowed, at most 100 years
 * @param connections that may be open, 10-1,000,000; others wait to be accepted
 * @param webhookKey from which webhooks' secrets follow, 16–200 characters, as at the gateways;
 *     without it nothing is sent
 * @param webhookPrivateAddresses whether webhooks may lead into private networks, and do without
 *     TLS; as at the gateways
 */
public record ProjectorConfig(
    @Config(defaultVal = "127.0.0.1") String host,
    @Config(defaultVal = "8083") int port,
    Optional<String> advertised,
    @Config(defaultVal = "12") int partitions,
    @Config(defaultVal = "CREATE") TopicProvision provision,
    Optional<String> internalToken,
    @Config(defaultVal = "peal-data/streams") String stateDir,
    @Config(defaultVal = "1") int standbyReplicas,
    @Config(defaultVal = "1000") int commitIntervalMillis,
    @Config(defaultVal = "5000") int transactionTimeoutMillis,
    @Config(defaultVal = "1") int streamThreads,
    @Config(defaultVal = "16") int cacheMegabytes,
    @Config(defaultVal = "96") int rocksMegabytes,
    @Config(defaultVal = "5") int stopSeconds,
    @Config(defaultVal = "720") double retentionHours,
    @Config(defaultVal = "2000") int connections,
    Optional<String> webhookKey,
    @Config(defaultVal = "false") boolean webhookPrivateAddresses) {

  private static final int LONGEST_RETENTION = 876_000;

  /** Refuses values out of range, naming the setting. */
  public ProjectorConfig {
    check(port >= 0 && port <= 65_535, "PEAL_PORT must be 0-65535");
    check(partitions >= 1, "PEAL_PARTITIONS must be at least 1");
    check(!stateDir.isBlank(), "PEAL_STATE_DIR must name a folder");
    check(standbyReplicas >= 0, "PEAL_STANDBY_REPLICAS must not be negative");
    check(commitIntervalMillis >= 1, "PEAL_COMMIT_INTERVAL_MILLIS must be at least 1");
    check(
        transactionTimeoutMillis > commitIntervalMillis,
        "PEAL_TRANSACTION_TIMEOUT_MILLIS must be above PEAL_COMMIT_INTERVAL_MILLIS");
    check(streamThreads >= 1, "PEAL_STREAM_THREADS must be at least 1");
    check(cacheMegabytes >= 1, "PEAL_CACHE_MEGABYTES must be at least 1");
    check(rocksMegabytes >= 16, "PEAL_ROCKS_MEGABYTES must be at least 16");
    check(stopSeconds >= 0 && stopSeconds <= 300, "PEAL_STOP_SECONDS must be 0-300");
    check(
        retentionHours > 0 && retentionHours <= LONGEST_RETENTION,
        "PEAL_RETENTION_HOURS must be above 0 and at most " + LONGEST_RETENTION);
    check(connections >= 10 && connections <= 1_000_000, "PEAL_CONNECTIONS must be 10-1000000");
  }

  /** How long a batch stays readable after it has ended. */
  public Duration retention() {
    return Duration.ofMillis(Math.max(1, Math.round(retentionHours * 3_600_000)));
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "ProjectorConfig[" + host + ":" + port + ", " + stateDir + "]";
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
