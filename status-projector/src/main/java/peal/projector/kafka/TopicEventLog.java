package peal.projector.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Lane;
import peal.domain.event.CallEvent;
import peal.projector.history.EventLog;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/**
 * Reads {@code call-events} again, record by record, with one consumer that is made when it is
 * first needed. Questions take {@link Turns}; each has {@link #LIMIT}, the wait for its turn
 * included. Thread-safe.
 */
final class TopicEventLog implements EventLog, AutoCloseable {
  /** The gateway waits longer; what is not read by then is said to be missing. */
  static final Duration LIMIT = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(TopicEventLog.class);
  private static final int FETCH_BYTES = 64 * 1024;

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Topics topics;
  private final Duration limit;
  private final Turns turns = new Turns();
  private Consumer<byte[], byte[]> consumer;

  TopicEventLog(KafkaClients clients, Topics topics) {
    this(
        () ->
            clients.consumer(
                "projector-history",
                Map.of(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    // One record is wanted, not what lies behind it.
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                    FETCH_BYTES,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    50)),
        topics,
        LIMIT);
  }

  TopicEventLog(Supplier<Consumer<byte[], byte[]>> consumers, Topics topics, Duration limit) {
    this.consumers = consumers;
    this.topics = topics;
    this.limit = limit;
  }

  @Override
  public Found read(Lane lane, List<Long> offsets) {
    if (offsets.isEmpty()) {
      return new Found(List.of(), 0, 0);
    }
    Search search = new Search(lane, offsets, System.nanoTime() + limit.toNanos());
    try {
      turns.ask(lane.workspace(), search.deadline, search::run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return search.found();
  }

  /** One question. */
  private final class Search {
    private final TopicPartition partition;
    private final Deque<Long> wanted;
    private final long deadline;
    private final List<CallEvent> events = new ArrayList<>();
    private int removed;
    private int unread;

    Search(Lane lane, List<Long> offsets, long deadline) {
      this.partition = new TopicPartition(topics.callEvents().name(), topics.partitionOf(lane));
      this.wanted = new ArrayDeque<>(offsets);
      this.deadline = deadline;
    }

    Found found() {
      return new Found(events, removed, unread + wanted.size());
    }

    void run() {
      try {
        if (consumer == null) {
          consumer = consumers.get();
        }
        consumer.assign(List.of(partition));
        long first = consumer.beginningOffsets(List.of(partition), left()).get(partition);
        while (!wanted.isEmpty() && wanted.peek() < first) {
          wanted.poll();
          removed++;
        }
        while (!wanted.isEmpty() && !left().isZero()) {
          consumer.seek(partition, wanted.peek());
          poll();
        }
      } catch (KafkaException e) {
        LOG.warn("A history could not be read to its end: {}", e.toString());
      }
    }

    /** Until the first of what is wanted has come, and those that happen to come with it. */
    private void poll() {
      long at = wanted.peek();
      while (!wanted.isEmpty() && wanted.peek() == at && !left().isZero()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(left())) {
          take(record);
        }
      }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      while (!wanted.isEmpty() && wanted.peek() < record.offset()) {
        // Removed since we asked where the log begins.
        wanted.poll();
        removed++;
      }
      if (wanted.isEmpty() || wanted.peek() != record.offset()) {
        return;
      }
      wanted.poll();
      try {
        events.add(
            topics
                .callEvents()
                .values()
                .deserializer()
                .deserialize(partition.topic(), record.value()));
      } catch (UnreadableRecord e) {
        unread++;
      }
    }

    private Duration left() {
      return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
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
