package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import peal.domain.CallId;
import peal.service.kafka.KafkaClients;
import peal.topics.Topic;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/** Reads the stories from the topics themselves: what dispatch asked for, and what came of it. */
public final class TopicStories implements CallStories {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaClients clients;
  private final Topics topics;

  private record Line(Instant at, String words) {}

  /** Stories of the cluster at {@code bootstrapServers}. */
  public TopicStories(String bootstrapServers, int partitions) {
    this.clients = new KafkaClients(bootstrapServers);
    this.topics = new Topics(partitions);
  }

  @Override
  public Map<CallId, List<String>> of(Set<CallId> calls) {
    Map<CallId, List<Line>> found = new HashMap<>();
    calls.forEach(call -> found.put(call, new ArrayList<>()));
    collect(topics.batchCommands(), EventWords::of, found);
    collect(topics.dialRequests(), EventWords::of, found);
    collect(topics.callEvents(), EventWords::of, found);
    Map<CallId, List<String>> stories = new HashMap<>();
    found.forEach((call, lines) ->
        stories.put(
            call,
            lines.stream()
                .sorted(Comparator.comparing(Line::at))
                .map(line -> line.at() + " " + line.words())
                .toList()));
    return stories;
  }

  private <V> void collect(
      Topic<String, V> topic,
      BiFunction<V, CallId, Optional<String>> words,
      Map<CallId, List<Line>> found) {
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("chaos-stories", Map.of())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic.name()).stream()
              .map(partition -> new TopicPartition(topic.name(), partition.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          read(topic, record).ifPresent(value -> add(record, value, words, found));
        }
      }
    }
  }

  private static <V> Optional<V> read(Topic<String, V> topic, ConsumerRecord<byte[], byte[]> from) {
    try {
      return Optional.ofNullable(
          topic.values().deserializer().deserialize(topic.name(), from.value()));
    } catch (UnreadableRecord e) {
      return Optional.empty();
    }
  }

  private static <V> void add(
      ConsumerRecord<byte[], byte[]> record,
      V value,
      BiFunction<V, CallId, Optional<String>> words,
      Map<CallId, List<Line>> found) {
    Instant at = Instant.ofEpochMilli(record.timestamp());
    found.forEach(
        (call, lines) -> words.apply(value, call).ifPresent(text -> lines.add(new Line(at, text))));
  }
}
