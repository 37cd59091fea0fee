package peal.service.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * A Streams application with the settings that Peal's promises rest on: exactly-once, short
 * transactions, unreadable records to dead-letters, bounded memory.
 */
public final class StreamsApplication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;

  /**
   * What differs from one application to the next.
   *
   * @param id application id: group, and prefix of internal topics
   * @param stateDir where its stores live
   * @param threads stream threads, at least 1
   * @param standbys standby copies of each store; has effect from two instances on
   * @param commitMillis commit interval, ms; each hop costs about one
   * @param address {@code host:port} at which other instances reach this one; null for none
   */
  public record Options(
      String id, Path stateDir, int threads, int standbys, int commitMillis, String address) {}

  /** Prepares the application; {@link #start} starts it. */
  public StreamsApplication(
      KafkaClients clients,
      Topics topics,
      Topology topology,
      Options options,
      MeterRegistry registry) {
    this.streams =
        new KafkaStreams(topology, new StreamsConfig(settings(clients, topics, options)));
    this.metrics = new KafkaStreamsMetrics(streams);
    RestartBudget budget = new RestartBudget(InstantSource.system());
    streams.setUncaughtExceptionHandler(fault -> {
      boolean again = budget.allows();
      LOG.error("{}: a thread failed; restarted: {}", options.id(), again, fault);
      return again
          ? StreamThreadExceptionResponse.REPLACE_THREAD
          : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    metrics.bindTo(registry);
  }

  private static Map<String, Object> settings(
      KafkaClients clients, Topics topics, Options options) {
    Map<String, Object> settings = clients.streams();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, options.id());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, options.stateDir().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, options.standbys());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, options.commitMillis());
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 24L << 20);
    settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueExceptionHandler.class);
    settings.put(
        StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, topics.deadLetters().name());
    if (options.address() != null) {
      settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, options.address());
    }
    settings.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, 20L);
    // A dead writer's open transaction holds readers back until it times out: keep that short.
    settings.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 5_000);
    settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), "5");
    // After a commit the next transaction is refused for a moment; 100 ms would be the default.
    settings.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), "10");
    settings.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.putIfAbsent(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    settings.putIfAbsent(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
    return settings;
  }

  /** Starts its threads. */
  public void start() {
    streams.start();
  }

  /** The application, for queries. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Whether its threads run and own their tasks. */
  public boolean running() {
    return streams.state() == State.RUNNING;
  }

  /** Whether it may still come to run: rebalancing is not death. */
  public boolean live() {
    State state = streams.state();
    return state == State.CREATED || state == State.REBALANCING || state == State.RUNNING;
  }

  /** Leaves the group, so that others take over at once, and stops within 30 s. */
  @Override
  public void close() {
    metrics.close();
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_LIMIT));
  }
}
