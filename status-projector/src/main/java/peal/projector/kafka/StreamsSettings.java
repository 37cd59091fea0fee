package peal.projector.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import peal.projector.ProjectorConfig;
import peal.projector.query.Instance;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** How the fold runs. What an operator may change yields to the environment; the rest does not. */
final class StreamsSettings {
  static final String APPLICATION_ID = "peal-status-projector";

  private StreamsSettings() {}

  static Map<String, Object> of(
      ProjectorConfig config, KafkaClients clients, Topics topics, Instance self) {
    Map<String, Object> settings = clients.streams();
    // The new protocol's sessions last 45 s at least; a lane would be orphaned that long.
    settings.putIfAbsent(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    settings.putIfAbsent(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000);
    producer(settings, ProducerConfig.LINGER_MS_CONFIG, 5);
    // After a commit the next transaction may be told to come back; the default waits 100 ms.
    producer(settings, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
    producer(settings, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // An open transaction of a dead instance holds its successors back no longer than this.
    producer(
        settings, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, config.transactionTimeoutMillis());
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
    settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, self.toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitIntervalMillis());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, config.cacheMegabytes() << 20);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksMemory.class);
    settings.put(BoundedRocksMemory.BYTES, config.rocksMegabytes() << 20);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueExceptionHandler.class);
    settings.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.deadLetters().name());
    return settings;
  }

  private static void producer(Map<String, Object> settings, String name, Object value) {
    settings.putIfAbsent(StreamsConfig.producerPrefix(name), value);
  }
}
