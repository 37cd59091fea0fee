package peal.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How long Kafka may take before an upload is told to come again.
 *
 * @param delivery for one record, first try to last; also for a call that blocks
 * @param commit for a seal's commit, all tries together; beyond the transaction's own timeout, so
 *     that most doubts resolve themselves
 */
public record Patience(Duration delivery, Duration commit) {
  /** Open transactions hold back readers of their partitions, so a dead one must end soon. */
  static final Duration TRANSACTION = Duration.ofSeconds(5);

  /** Refuses less than a second. */
  public Patience {
    if (delivery.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("Kafka must be given at least a second");
    }
  }

  /** {@code delivery}, and time for a transaction to time out and be swept away. */
  public static Patience of(Duration delivery) {
    return new Patience(delivery, delivery.plus(TRANSACTION).plusSeconds(5));
  }

  /** Settings for a producer with this patience and {@code bufferBytes} of memory. */
  Map<String, Object> settings(int bufferBytes) {
    int millis = Math.toIntExact(delivery.toMillis());
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5L);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) bufferBytes);
    return settings;
  }

  /** As {@link #settings}, for the producer of seals. */
  Map<String, Object> transactional(String transactionalId) {
    return transactional(transactionalId, 1 << 20);
  }

  /** As {@link #settings}, for a producer of transactions. */
  Map<String, Object> transactional(String transactionalId, int bufferBytes) {
    Map<String, Object> settings = settings(bufferBytes);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION.toMillis()));
    return settings;
  }
}
