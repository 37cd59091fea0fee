package peal.projector.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Lane;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.projector.events.LaneLog;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/**
 * Reads {@code call-events} in order with one consumer that is made when it is first needed.
 * Questions take {@link Turns}; each has {@link #LIMIT}, the wait for its turn included, and reads
 * {@value #LOOKED_AT} bytes at most. A partition has records of others, too: of those only the key
 * is looked at. Thread-safe.
 */
final class TopicLaneLog implements LaneLog, AutoCloseable {
  /** Another instance that asks waits half a second longer, the gateway a whole one. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  static final long LOOKED_AT = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(TopicLaneLog.class);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Topics topics;
  private final Duration limit;
  private final Counter untold;
  private final Turns turns = new Turns();

  /** As they were when last looked at. */
  private final Map<TopicPartition, LaneEventPage.Span> spans = new ConcurrentHashMap<>();

  private Consumer<byte[], byte[]> consumer;

  TopicLaneLog(String clientId, KafkaClients clients, Topics topics, MeterRegistry registry) {
    this(
        () ->
            clients.consumer(
                clientId,
                Map.of(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    // What is gone is said to be so, not passed over.
                    "none",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    50)),
        topics,
        LIMIT,
        registry);
  }

  TopicLaneLog(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Topics topics,
      Duration limit,
      MeterRegistry registry) {
    this.consumers = consumers;
    this.topics = topics;
    this.limit = limit;
    this.untold =
        Counter.builder("peal_events_untold")
            .description("Looks at records of which nothing is told, for something cannot be read")
            .register(registry);
  }

  /**
   * Where nothing behind {@code from} is wanted, and that is known to be kept, Kafka is not asked.
   */
  @Override
  public Scan scan(Lane lane, long from, long to, int most) {
    LaneEventPage.Span known = spans.get(partition(lane));
    if (from > to && known != null && known.first() <= from && from <= known.end()) {
      return new Scan(known, List.of(), from);
    }
    return inTurn(lane, look -> look.scan(from, to, most));
  }

  @Override
  public void untold(Lane lane, long offset) {
    untold.increment();
    LOG.debug("Nothing is told of the record at {} of lane {}.", offset, lane.key());
  }

  @Override
  public LaneEventPage.Span span(Lane lane) {
    return inTurn(lane, Look::span);
  }

  @Override
  public long at(Lane lane, Instant instant) {
    return inTurn(lane, look -> look.at(instant));
  }

  private TopicPartition partition(Lane lane) {
    return new TopicPartition(topics.callEvents().name(), topics.partitionOf(lane));
  }

  private <T> T inTurn(Lane lane, Function<Look, T> question) {
    Look look = new Look(lane, System.nanoTime() + limit.toNanos());
    AtomicReference<T> answer = new AtomicReference<>();
    try {
      if (!turns.ask(lane.workspace(), look.deadline, () -> answer.set(look.ask(question)))) {
        throw new LaneUnavailable(lane, "others read its events", null);
      }
      return answer.get();
    } catch (KafkaException e) {
      throw new LaneUnavailable(lane, "its events cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaneUnavailable(lane, "interrupted", e);
    }
  }

  /** One question. */
  private final class Look {
    private final Lane lane;
    private final TopicPartition partition;
    private final long deadline;

    Look(Lane lane, long deadline) {
      this.lane = lane;
      this.partition = partition(lane);
      this.deadline = deadline;
    }

    <T> T ask(Function<Look, T> question) {
      if (consumer == null) {
        consumer = consumers.get();
      }
      consumer.assign(List.of(partition));
      return question.apply(this);
    }

    LaneEventPage.Span span() {
      List<TopicPartition> one = List.of(partition);
      LaneEventPage.Span span =
          new LaneEventPage.Span(
              consumer.beginningOffsets(one, left()).get(partition),
              consumer.endOffsets(one, left()).get(partition));
      spans.put(partition, span);
      return span;
    }

    long at(Instant instant) {
      OffsetAndTimestamp found =
          consumer
              .offsetsForTimes(Map.of(partition, instant.toEpochMilli()), left())
              .get(partition);
      return found == null ? span().end() : found.offset();
    }

    Scan scan(long from, long to, int most) {
      LaneEventPage.Span span = span();
      List<Logged> found = new ArrayList<>();
      if (from < span.first() || from >= span.end()) {
        return new Scan(span, found, from);
      }
      byte[] key = lane.key().getBytes(StandardCharsets.UTF_8);
      long next = from;
      long looked = 0;
      consumer.seek(partition, from);
      // Half of it is left to whoever is next and has waited.
      long until = Math.min(deadline, System.nanoTime() + limit.toNanos() / 2);
      while (next <= to && next < span.end() && looked < LOOKED_AT && System.nanoTime() < until) {
        Duration rest = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(rest)) {
          if (record.offset() > to || found.size() >= most) {
            return new Scan(span, found, record.offset());
          }
          looked += Math.max(0, record.serializedValueSize());
          if (Arrays.equals(key, record.key())) {
            read(lane, record, found);
          }
        }
        // Behind the last record there may be marks of transactions, which are no records.
        next = consumer.position(partition);
      }
      return new Scan(span, found, next);
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
  }

  /** What cannot be read is put aside by the fold, and what is empty is passed over. */
  private void read(Lane lane, ConsumerRecord<byte[], byte[]> record, List<Logged> found) {
    if (record.value() == null) {
      return;
    }
    try {
      CallEvent event =
          topics.callEvents().values().deserializer().deserialize(record.topic(), record.value());
      // Of a list of millions there are as many, and nobody is told of them.
      if (!(event instanceof NumberSuppressed)) {
        found.add(new Logged(record.offset(), event));
      }
    } catch (UnreadableRecord e) {
      untold(lane, record.offset());
    }
  }

  @Override
  public void close() {
    turns.last(() -> {
      if (consumer != null) {
        consumer.close();
        consumer = null;
      }
    });
  }
}
