package peal.gateway.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Producer settings for writes that an HTTP client waits for: a clear no beats a long maybe. */
final class WhileAClientWaits {
  static final Duration LIMIT = Duration.ofSeconds(15);

  static final Map<String, Object> SETTINGS =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, 0,
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);

  private WhileAClientWaits() {}
}
