package peal.standalone.bench.compare;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import peal.service.kafka.KafkaClients;
import peal.standalone.bench.kafka.Traffic;

/** Reads what was written to a cluster between two moments: every record of every topic. */
final class RecordCensus {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  /** The projector commits each second; what a batch leaves behind is then in the log. */
  private static final long SETTLED_MILLIS = 2_500;

  private final KafkaClients clients;
  private final Map<TopicPartition, Long> from;

  private RecordCensus(KafkaClients clients, Map<TopicPartition, Long> from) {
    this.clients = clients;
    this.from = from;
  }

  /** Begins now. */
  static RecordCensus begin(String bootstrap) throws InterruptedException {
    KafkaClients clients = new KafkaClients(bootstrap);
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("bench-census", Map.of())) {
      Thread.sleep(SETTLED_MILLIS);
      return new RecordCensus(clients, ends(consumer));
    }
  }

  /**
   * Ends it and counts.
   *
   * @param calls whose records they are
   * @throws IllegalStateException when it takes too long
   */
  Traffic end(int calls, Deadline deadline) throws InterruptedException {
    Thread.sleep(SETTLED_MILLIS);
    TrafficTally tally = new TrafficTally();
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("bench-census", Map.of())) {
      Map<TopicPartition, Long> to = ends(consumer);
      to.entrySet().removeIf(end -> end.getValue() <= from.getOrDefault(end.getKey(), 0L));
      consumer.assign(to.keySet());
      to.keySet().forEach(part -> consumer.seek(part, from.getOrDefault(part, 0L)));
      while (!to.entrySet().stream().allMatch(end -> read(consumer, end))) {
        deadline.check("counting records");
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < to.get(new TopicPartition(record.topic(), record.partition()))) {
            tally.add(record.topic(), record.key(), record.value());
          }
        }
      }
    }
    return tally.traffic(calls);
  }

  private static boolean read(
      KafkaConsumer<byte[], byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey(), ANSWER_WITHIN) >= end.getValue();
  }

  /** Where each partition of a topic of ours ends; Kafka's own are left out. */
  private static Map<TopicPartition, Long> ends(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> all =
        consumer.listTopics(ANSWER_WITHIN).entrySet().stream()
            .filter(topic -> !topic.getKey().startsWith("__"))
            .map(Map.Entry::getValue)
            .flatMap(Collection::stream)
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    return new HashMap<>(consumer.endOffsets(all, ANSWER_WITHIN));
  }
}
