package peal.service.kafka;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import peal.topics.Topics;

/**
 * Makes every Kafka client of a process from one set of settings: {@code KAFKA_BOOTSTRAP_SERVERS},
 * {@code KAFKA_SECURITY_PROTOCOL} and so on reach all of them; {@code KAFKA_PRODUCER_LINGER_MS},
 * {@code KAFKA_CONSUMER_…}, {@code KAFKA_STREAMS_…} and {@code KAFKA_ADMIN_…} one kind only.
 */
public final class KafkaClients {
  /** Settings that promises rest on; overriding them is refused. */
  private static final Set<String> FIXED =
      Set.of(
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "processing.guarantee");

  private static final Set<String> KINDS = Set.of("producer", "consumer", "streams", "admin");

  private final Map<String, String> shared = new TreeMap<>();
  private final Map<String, Map<String, String>> byKind = new HashMap<>();

  /** Clients for a cluster at {@code bootstrapServers}, with no further settings. */
  public KafkaClients(String bootstrapServers) {
    this(Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers));
  }

  /**
   * Clients as {@code environment} says.
   *
   * @throws IllegalArgumentException when no bootstrap servers are given, or a setting would undo a
   *     promise
   */
  public KafkaClients(Map<String, String> environment) {
    KINDS.forEach(kind -> byKind.put(kind, new TreeMap<>()));
    environment.forEach(this::take);
    if (!shared.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalArgumentException("KAFKA_BOOTSTRAP_SERVERS is not set");
    }
  }

  private void take(String variable, String value) {
    if (!variable.startsWith("KAFKA_") || value.isBlank()) {
      return;
    }
    String name = variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    String kind = name.substring(0, Math.max(0, name.indexOf('.')));
    Map<String, String> target = shared;
    if (KINDS.contains(kind)) {
      name = name.substring(kind.length() + 1);
      target = byKind.get(kind);
    }
    if (FIXED.contains(name)) {
      throw new IllegalArgumentException(
          variable + " cannot be set: Peal's promises rest on its value");
    }
    target.put(name, value);
  }

  /**
   * An idempotent producer with {@code acks=all}; string keys. Thread-safe; the caller closes it.
   */
  public <V> KafkaProducer<String, V> producer(String clientId, Serializer<V> values) {
    return producer(clientId, values, Map.of());
  }

  /** As {@link #producer(String, Serializer)}, with {@code more} on top. */
  public <V> KafkaProducer<String, V> producer(
      String clientId, Serializer<V> values, Map<String, Object> more) {
    return new KafkaProducer<>(producerSettings(clientId, more), new StringSerializer(), values);
  }

  /** A producer of bytes as they are, for records that could not be read. */
  public KafkaProducer<byte[], byte[]> rawProducer(String clientId) {
    return new KafkaProducer<>(
        producerSettings(
            clientId,
            Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topics.LARGEST_DERIVED,
                // Whoever puts a record aside has others to read.
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private Map<String, Object> producerSettings(String clientId, Map<String, Object> more) {
    Map<String, Object> settings = base("producer");
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "5");
    settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "10");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.putAll(more);
    return settings;
  }

  /**
   * A {@code read_committed} consumer of raw bytes without automatic commits, so that an unreadable
   * value cannot stop the poll. Not thread-safe; the caller closes it.
   */
  public KafkaConsumer<byte[], byte[]> consumer(String clientId, Map<String, Object> more) {
    Map<String, Object> settings = base("consumer");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.putAll(more);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** An admin client. Thread-safe; the caller closes it. */
  public Admin admin(String clientId) {
    return admin(clientId, Map.of());
  }

  /** As {@link #admin(String)}, with {@code more} on top. */
  public Admin admin(String clientId, Map<String, Object> more) {
    Map<String, Object> settings = base("admin");
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    settings.putAll(more);
    return Admin.create(settings);
  }

  /**
   * Settings for a Streams application: what the environment says of all clients, of consumers and
   * producers with Streams' prefixes, and of Streams itself. The caller adds its own on top.
   */
  public Map<String, Object> streams() {
    Map<String, Object> settings = base("streams");
    byKind.get("consumer").forEach((name, value) -> settings.put("main.consumer." + name, value));
    byKind.get("producer").forEach((name, value) -> settings.put("producer." + name, value));
    byKind.get("admin").forEach((name, value) -> settings.put("admin." + name, value));
    return settings;
  }

  private Map<String, Object> base(String kind) {
    Map<String, Object> settings = new HashMap<>(shared);
    settings.put("enable.metrics.push", "false");
    settings.putAll(byKind.get(kind));
    return settings;
  }
}
