package peal.standalone.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import peal.service.kafka.KafkaClients;
import peal.topics.DeadLetter;
import peal.topics.Topics;
import peal.topics.Unreadable;

/** What lies on {@code dead-letters}, and the way back from there. Used by one thread. */
public final class DeadLetterBox implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.DEAD_LETTERS, 0);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;

  /** A box in the cluster of {@code clients}. */
  public DeadLetterBox(KafkaClients clients) {
    this.consumer =
        clients.consumer(
            "dead-letters",
            Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) LIMIT.toMillis()));
    this.producer = clients.rawProducer("dead-letters-replay");
  }

  /**
   * A record that was put aside, by however many readers.
   *
   * @param id its first copy's offset on {@code dead-letters}
   * @param at when that was written
   * @param letter why and where from, without the value
   * @param bytes length of its value
   * @param readers who could not take it in
   * @param replayed when it was last written back, or null
   */
  public record Item(
      long id, Instant at, DeadLetter letter, int bytes, Set<String> readers, Instant replayed) {}

  /** Where a record came from. */
  private record Origin(String topic, int partition, long offset) {}

  /**
   * Everything that lies there, the oldest first, copies of one record as one. Values are not kept,
   * for there may be many.
   */
  public List<Item> list() {
    Map<Origin, Item> items = new LinkedHashMap<>();
    Map<Long, Origin> origins = new HashMap<>();
    each(record -> {
      Header replayed = record.headers().lastHeader(DeadLetter.REPLAYED);
      if (replayed != null) {
        long id = Long.parseLong(new String(replayed.value(), StandardCharsets.UTF_8));
        items.computeIfPresent(
            origins.getOrDefault(id, new Origin("", 0, 0)),
            (origin, item) ->
                new Item(
                    item.id(),
                    item.at(),
                    item.letter(),
                    item.bytes(),
                    item.readers(),
                    Instant.ofEpochMilli(record.timestamp())));
        return;
      }
      Optional<DeadLetter> letter = DeadLetter.read(record);
      letter.ifPresent(found -> {
        Origin origin = new Origin(found.topic(), found.partition(), found.offset());
        origins.put(record.offset(), origin);
        Item item = items.computeIfAbsent(origin, unknown -> item(record, found));
        item.readers().add(found.reader());
      });
    });
    return new ArrayList<>(items.values());
  }

  private static Item item(ConsumerRecord<byte[], byte[]> record, DeadLetter found) {
    DeadLetter light =
        new DeadLetter(
            found.topic(),
            found.partition(),
            found.offset(),
            found.time(),
            found.why(),
            found.detail(),
            found.reader(),
            found.key(),
            null,
            found.headers(),
            found.whole());
    return new Item(
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        light,
        record.value() == null ? 0 : record.value().length,
        new TreeSet<>(),
        null);
  }

  /**
   * The dead letter at {@code id}, whole.
   *
   * @throws Refused when there is none
   */
  public DeadLetter get(long id) {
    consumer.assign(List.of(PARTITION));
    long first = consumer.beginningOffsets(List.of(PARTITION), LIMIT).get(PARTITION);
    long end = consumer.endOffsets(List.of(PARTITION), LIMIT).get(PARTITION);
    if (id >= first && id < end) {
      consumer.seek(PARTITION, id);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LIMIT)) {
        if (record.offset() == id) {
          return DeadLetter.read(record).orElseThrow(() -> unknown(id));
        }
      }
    }
    throw unknown(id);
  }

  private static Refused unknown(long id) {
    return new Refused(
        0, "there is no dead letter " + id + "; 'dead-letters list' shows which are");
  }

  /**
   * Writes the record of {@code id} back to where it came from, with its own key and headers, and
   * notes here that it was.
   *
   * @return the offset that it has there now
   * @throws Refused when there is no such dead letter, or its value was too large to be kept
   */
  public long replay(long id) {
    DeadLetter letter = get(id);
    if (!letter.whole()) {
      throw new Refused(
          0,
          "the value of %d was too large to be kept; it lies at %s-%d@%d as long as that topic keeps it"
              .formatted(id, letter.topic(), letter.partition(), letter.offset()));
    }
    RecordMetadata written = send(letter.replay());
    send(
        new ProducerRecord<>(
            Topics.DEAD_LETTERS,
            null,
            null,
            null,
            null,
            List.of(
                new RecordHeader(
                    DeadLetter.REPLAYED, Long.toString(id).getBytes(StandardCharsets.UTF_8)))));
    return written.offset();
  }

  private RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take it", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("Kafka did not answer within " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void each(Consumer<ConsumerRecord<byte[], byte[]>> take) {
    consumer.assign(List.of(PARTITION));
    consumer.seekToBeginning(List.of(PARTITION));
    long end = consumer.endOffsets(List.of(PARTITION), LIMIT).get(PARTITION);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (consumer.position(PARTITION, LIMIT) < end) {
      var polled = consumer.poll(Duration.ofSeconds(1));
      polled.forEach(take);
      if (!polled.isEmpty()) {
        deadline = System.nanoTime() + LIMIT.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Kafka sent nothing for " + LIMIT.toSeconds() + " s");
      }
    }
  }

  /** What a dead letter's reason is called, for arguments. */
  public static Optional<Unreadable> reason(String word) {
    for (Unreadable why : Unreadable.values()) {
      if (why.word().equals(word)) {
        return Optional.of(why);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
    producer.close(Duration.ofSeconds(5));
  }
}
