package peal.ingest;

import java.time.Duration;
import java.util.Optional;
import org.github.gestalt.config.annotations.Config;
import peal.topics.TopicProvision;

/**
 * Settings of the ingest service.
 *
 * @param host interface to bind; PEAL_HOST
 * @param port port to bind, 0 for a free one; PEAL_PORT
 * @param partitions partitions of every lane topic, at least 1; PEAL_PARTITIONS
 * @param provision whether topics are created or only checked; PEAL_PROVISION
 * @param internalToken what the services of one Peal show each other; needed where others than this
 *     machine can reach this service
 * @param spoolDir folder for uploads while they are read; PEAL_SPOOL_DIR
 * @param rejectedDir folder for the rows of batches that were left out, kept as long as the
 *     batches; PEAL_REJECTED_DIR
 * @param rejectedMb how much that folder may hold, 1-1,000,000 MB; what is beyond is not kept;
 *     PEAL_REJECTED_MB
 * @param maxUploads uploads that are worked on at once, 1-100; PEAL_MAX_UPLOADS
 * @param uploadReadSeconds how long an upload may take to come in, 1-3,600 s;
 *     PEAL_UPLOAD_READ_SECONDS
 * @param kafkaPatienceMillis how long Kafka may take for a record before the upload is refused with
 *     503, 1,000-60,000 ms; PEAL_KAFKA_PATIENCE_MILLIS
 * @param sealSeconds how long a batch may take from its announcement to its seal; one that is not
 *     sealed by then has failed, and nobody of it is dialed; 10-3,600 s; PEAL_SEAL_SECONDS
 * @param stopSeconds how long uploads under way may take when this service is told to end, 0-3,600
 *     s; PEAL_STOP_SECONDS
 * @param retentionHours how long batches stay readable after their end, as the projectors have it:
 *     what is left of rows that were left out is deleted at a start once no batch can be as old;
 *     fractions allowed, at most 100 years; PEAL_RETENTION_HOURS
 * @param connections that may be open, 10-1,000,000; others wait to be accepted; PEAL_CONNECTIONS
 */
public record IngestConfig(
    @Config(defaultVal = "127.0.0.1") String host,
    @Config(defaultVal = "8081") int port,
    @Config(defaultVal = "12") int partitions,
    @Config(defaultVal = "CREATE") TopicProvision provision,
    Optional<String> internalToken,
    @Config(defaultVal = "data/spool") String spoolDir,
    @Config(defaultVal = "data/rejected") String rejectedDir,
    @Config(defaultVal = "1024") long rejectedMb,
    @Config(defaultVal = "4") int maxUploads,
    @Config(defaultVal = "120") int uploadReadSeconds,
    @Config(defaultVal = "8000") int kafkaPatienceMillis,
    @Config(defaultVal = "900") int sealSeconds,
    @Config(defaultVal = "20") int stopSeconds,
    @Config(defaultVal = "720") double retentionHours,
    @Config(defaultVal = "2000") int connections) {
  /** A start may be scheduled 366 days ahead; two months are enough to dial it to its end. */
  private static final Duration LONGEST_LIFE = Duration.ofDays(366 + 60);

  private static final int LONGEST_RETENTION = 876_000;

  /** Refuses values outside the ranges above, naming the setting. */
  public IngestConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("PEAL_PORT must be 0-65535");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("PEAL_PARTITIONS must be at least 1");
    }
    if (rejectedMb < 1 || rejectedMb > 1_000_000) {
      throw new IllegalArgumentException("PEAL_REJECTED_MB must be 1-1000000");
    }
    if (maxUploads < 1 || maxUploads > 100) {
      throw new IllegalArgumentException("PEAL_MAX_UPLOADS must be 1-100");
    }
    if (uploadReadSeconds < 1 || uploadReadSeconds > 3_600) {
      throw new IllegalArgumentException("PEAL_UPLOAD_READ_SECONDS must be 1-3600");
    }
    if (kafkaPatienceMillis < 1_000 || kafkaPatienceMillis > 60_000) {
      throw new IllegalArgumentException("PEAL_KAFKA_PATIENCE_MILLIS must be 1000-60000");
    }
    if (sealSeconds < 10 || sealSeconds > 3_600) {
      throw new IllegalArgumentException("PEAL_SEAL_SECONDS must be 10-3600");
    }
    if (stopSeconds < 0 || stopSeconds > 3_600) {
      throw new IllegalArgumentException("PEAL_STOP_SECONDS must be 0-3600");
    }
    if (!(retentionHours > 0 && retentionHours <= LONGEST_RETENTION)) {
      throw new IllegalArgumentException(
          "PEAL_RETENTION_HOURS must be above 0 and at most " + LONGEST_RETENTION);
    }
    if (connections < 10 || connections > 1_000_000) {
      throw new IllegalArgumentException("PEAL_CONNECTIONS must be 10-1000000");
    }
  }

  /** For how long a batch may be known after its start. */
  public Duration longestKnown() {
    return LONGEST_LIFE.plusMillis(Math.round(retentionHours * 3_600_000));
  }

  /** Does not show the token. */
  @Override
  public String toString() {
    return "IngestConfig[" + host + ":" + port + ", " + spoolDir + "]";
  }
}
