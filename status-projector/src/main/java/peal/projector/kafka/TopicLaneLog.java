package peal.projector.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import peal.domain.Lane;
import peal.projector.events.LaneLog;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/**
 * Reads {@code call-events} in order with one consumer that is made when it is first needed.
 * Questions take turns; each waits {@link #WAIT} for its turn and reads for {@link #LIMIT}, {@value
 * #LOOKED_AT} bytes at most. A partition has records of others, too: of those only the key is
 * looked at. Thread-safe.
 */
final class TopicLaneLog implements LaneLog, AutoCloseable {
  static final Duration WAIT = Duration.ofSeconds(2);
  static final Duration LIMIT = Duration.ofMillis(500);
  static final long LOOKED_AT = 4 << 20;

  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Topics topics;
  private final ReentrantLock turn = new ReentrantLock(true);
  private Consumer<byte[], byte[]> consumer;

  TopicLaneLog(String clientId, KafkaClients clients, Topics topics) {
    this(
        () ->
            clients.consumer(
                clientId,
                Map.of(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    50)),
        topics);
  }

  TopicLaneLog(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics) {
    this.consumers = consumers;
    this.topics = topics;
  }

  @Override
  public Scan scan(Lane lane, long from, int most) {
    return inTurn(lane, partition -> scan(partition, lane, from, most));
  }

  @Override
  public LaneEventPage.Span span(Lane lane) {
    return inTurn(lane, this::span);
  }

  @Override
  public long at(Lane lane, Instant instant) {
    return inTurn(
        lane,
        partition -> {
          OffsetAndTimestamp found =
              consumer
                  .offsetsForTimes(Map.of(partition, instant.toEpochMilli()), ANSWER)
                  .get(partition);
          return found == null ? span(partition).end() : found.offset();
        });
  }

  private <T> T inTurn(Lane lane, Function<TopicPartition, T> question) {
    try {
      if (!turn.tryLock(WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LaneUnavailable(lane, "others read its events", null);
      }
      try {
        if (consumer == null) {
          consumer = consumers.get();
        }
        TopicPartition partition =
            new TopicPartition(topics.callEvents().name(), topics.partitionOf(lane));
        consumer.assign(List.of(partition));
        return question.apply(partition);
      } catch (KafkaException e) {
        throw new LaneUnavailable(lane, "its events cannot be read", e);
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaneUnavailable(lane, "interrupted", e);
    }
  }

  private LaneEventPage.Span span(TopicPartition partition) {
    List<TopicPartition> one = List.of(partition);
    return new LaneEventPage.Span(
        consumer.beginningOffsets(one, ANSWER).get(partition),
        consumer.endOffsets(one, ANSWER).get(partition));
  }

  private Scan scan(TopicPartition partition, Lane lane, long from, int most) {
    LaneEventPage.Span span = span(partition);
    List<Logged> found = new ArrayList<>();
    if (from < span.first() || from >= span.end()) {
      return new Scan(span, found, from);
    }
    byte[] key = lane.key().getBytes(StandardCharsets.UTF_8);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    long next = from;
    long looked = 0;
    consumer.seek(partition, from);
    while (next < span.end() && looked < LOOKED_AT) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(left))) {
        looked += Math.max(0, record.serializedValueSize());
        if (Arrays.equals(key, record.key())) {
          read(record, found);
        }
        if (found.size() >= most) {
          return new Scan(span, found, record.offset() + 1);
        }
      }
      // Behind the last record there may be marks of transactions, which are no records.
      next = consumer.position(partition, ANSWER);
    }
    return new Scan(span, found, next);
  }

  /** What cannot be read is put aside by the fold, and told to nobody. */
  private void read(ConsumerRecord<byte[], byte[]> record, List<Logged> found) {
    try {
      found.add(
          new Logged(
              record.offset(),
              topics
                  .callEvents()
                  .values()
                  .deserializer()
                  .deserialize(record.topic(), record.value())));
    } catch (UnreadableRecord e) {
      return;
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (consumer != null) {
        consumer.close();
        consumer = null;
      }
    } finally {
      turn.unlock();
    }
  }
}
