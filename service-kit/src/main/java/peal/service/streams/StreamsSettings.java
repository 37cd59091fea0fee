package peal.service.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import peal.service.kafka.GroupTimes;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * How an application runs. What an operator may change yields to the environment; what Peal's
 * promises rest on does not.
 */
public final class StreamsSettings {
  /** Its constant is deprecated: the value below becomes the only one. */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  private static final int SELDOM_MILLIS = 500;

  private StreamsSettings() {}

  /** What Streams is told, for an application or for a test of its topology. */
  public static Map<String, Object> of(
      KafkaClients clients, Topics topics, StreamsOptions options) {
    Map<String, Object> settings = clients.streams();
    yielding(settings, options);
    fixed(settings, topics, options);
    return settings;
  }

  private static void yielding(Map<String, Object> settings, StreamsOptions options) {
    // The new protocol's sessions last 45 s at least; a lane would be orphaned that long.
    settings.putIfAbsent(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // A dead instance is noticed after the session, the others hear of it with their next
    // heartbeat.
    consumer(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, GroupTimes.SESSION_MILLIS);
    consumer(settings, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, GroupTimes.HEARTBEAT_MILLIS);
    settings.putIfAbsent(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);
    settings.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, 20L);
    if (options.commitMillis() >= SELDOM_MILLIS) {
      // Who commits seldom is in no hurry: an answer for each record that comes costs more than it.
      consumer(settings, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 * 1024);
      consumer(settings, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, options.commitMillis() / 10);
    }
    // Waiting for the log with the lowest time would cost a look at every queue per record.
    // Commands
    // and events still go first among what has been fetched, and all logs are fetched at once.
    settings.putIfAbsent(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // A restore asks for positions behind its own long poll: the default makes it steps of 500 ms.
    settings.putIfAbsent(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
    // Nobody can read a record before its transaction ends, and the commit flushes: to send earlier
    // makes batches of one record.
    producer(settings, ProducerConfig.LINGER_MS_CONFIG, 100);
    producer(settings, ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    // After a commit the next transaction may be told to come back; the default waits 100 ms.
    producer(settings, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
    producer(settings, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // A dead writer's open transaction holds readers back until it times out: keep that short.
    producer(settings, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, options.transactionMillis());
  }

  private static void fixed(Map<String, Object> settings, Topics topics, StreamsOptions options) {
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, options.id());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, options.stateDir().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, options.standbys());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, options.commitMillis());
    // Not Streams' own cache: WriteBehindStore has the reasons.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    settings.put(
        PendingBytes.ROOM, new PendingBytes((long) options.memory().cacheMegabytes() << 20));
    settings.put(PlannedTicks.SETTING, new PlannedTicks());
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(BoundedRocksDb.BYTES, (long) options.memory().rocksMegabytes() << 20);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableInput.class);
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedInput.class);
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableOutput.class);
    // What is made of two inputs, or says more than one, may be larger than either.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topics.LARGEST_DERIVED);
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        Integer.toString(Topics.LARGEST_DERIVED));
    // A folder that was away must not bring back what was deleted while it was.
    settings.put(StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG, TaskFolders.OLDEST.toMillis());
    settings.put(
        StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG),
        Long.toString(TaskFolders.TOMBSTONES.toMillis()));
    // There are no global stores; but left open it would be warned of, by the assignor once more.
    settings.put(GLOBAL_HANDLER, true);
    settings.put(StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true);
    options
        .address()
        .ifPresent(address -> settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address));
  }

  private static void consumer(Map<String, Object> settings, String name, Object value) {
    settings.putIfAbsent(StreamsConfig.mainConsumerPrefix(name), value);
  }

  private static void producer(Map<String, Object> settings, String name, Object value) {
    settings.putIfAbsent(StreamsConfig.producerPrefix(name), value);
  }
}
