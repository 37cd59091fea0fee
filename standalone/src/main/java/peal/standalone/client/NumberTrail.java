package peal.standalone.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.CallQueued;
import peal.domain.event.Suppression;
import peal.service.kafka.KafkaClients;
import peal.standalone.chaos.report.EventWords;
import peal.topics.Topic;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/**
 * All that was decided about a number of a workspace, from the records of its lane as far back as
 * Kafka keeps them. It reads one partition of each topic and keeps what is about the number. Used
 * by one thread.
 */
public final class NumberTrail implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Topics topics;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Step> steps = new ArrayList<>();
  private final Set<CallId> calls = new HashSet<>();

  /**
   * A record that is about the number.
   *
   * @param at when it was written
   * @param place topic, partition and offset
   * @param words what it says
   */
  public record Step(Instant at, String place, String words) {}

  /** A trail in the cluster of {@code clients}, whose lane topics have so many partitions. */
  public NumberTrail(KafkaClients clients, int partitions) {
    this.topics = new Topics(partitions);
    this.consumer =
        clients.consumer(
            "audit",
            Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) LIMIT.toMillis()));
  }

  /**
   * The steps, the oldest first.
   *
   * @throws Refused when there is no such workspace
   */
  public List<Step> of(String workspace, PhoneNumber number) {
    Workspace found =
        workspace(workspace)
            .orElseThrow(() -> new Refused(0, "there is no workspace " + workspace));
    Lane lane = Lane.of(found.id(), number, found.lanes());
    int partition = topics.partitionOf(lane);
    steps.clear();
    calls.clear();
    each(topics.callJobs(), partition, lane, record -> queued(record, number));
    each(topics.callJobsBulk(), partition, lane, record -> queued(record, number));
    each(topics.suppressions(), partition, lane, record -> listed(record, number));
    each(topics.dialRequests(), partition, lane, this::requested);
    each(topics.callEvents(), partition, lane, record -> happened(record, number));
    steps.sort(Comparator.comparing(Step::at));
    return List.copyOf(steps);
  }

  private Optional<Workspace> workspace(String id) {
    List<Workspace> found = new ArrayList<>();
    read(
        topics.workspaces(),
        0,
        read -> {
          if (read.value() != null && read.value().id().value().equals(id)) {
            found.add(read.value());
          }
        });
    return found.stream().reduce((older, newer) -> newer);
  }

  private void queued(Read<CallQueued> read, PhoneNumber number) {
    if (read.value().number().equals(number)) {
      calls.add(read.value().call());
      step(read, "queued as " + read.value().call());
    }
  }

  private void listed(Read<Suppression> read, PhoneNumber number) {
    Suppression entry = read.value();
    if (entry.number().equals(number)) {
      String until = entry.until() == null ? "" : " until " + entry.until();
      String by = entry.by() == null ? "" : ", by " + entry.by();
      step(
          read,
          (entry.removed() ? "to be taken off list " : "to be put on list ")
              + entry.list()
              + until
              + by);
    }
  }

  private void requested(Read<DialRequest> read) {
    DialRequest request = read.value();
    CallId call = request.attempt().call();
    if (calls.contains(call)) {
      String seen =
          request.kind() != DialRequest.Kind.DIAL
              ? ""
              : request.suppressionsSeen() == null
                  ? "; its decision knew of no entry"
                  : "; its decision knew entries up to " + request.suppressionsSeen();
      EventWords.of(request, call).ifPresent(words -> step(read, call + " " + words + seen));
    }
  }

  private void happened(Read<CallEvent> read, PhoneNumber number) {
    if (read.value() instanceof NumberSuppressed said) {
      if (said.entry().number().equals(number)) {
        step(
            read,
            "the lane has it: "
                + (said.entry().removed() ? "off list " : "on list ")
                + said.entry().list()
                + (said.changed() ? "" : ", as before")
                + "; out: "
                + said.out());
      }
      return;
    }
    for (CallId call : calls) {
      EventWords.of(read.value(), call).ifPresent(words -> step(read, call + " " + words));
    }
  }

  private void step(Read<?> read, String words) {
    steps.add(new Step(read.at(), read.place(), words));
  }

  private record Read<V>(String key, V value, Instant at, String place) {}

  private <V> void each(Topic<String, V> topic, int partition, Lane lane, Consumer<Read<V>> take) {
    read(
        topic,
        partition,
        read -> {
          boolean ofLane = read.key().equals(lane.key()) || read.key().startsWith(lane.key() + "/");
          if (ofLane && read.value() != null) {
            take.accept(read);
          }
        });
  }

  private <V> void read(Topic<String, V> topic, int number, Consumer<Read<V>> take) {
    TopicPartition partition = new TopicPartition(topic.name(), number);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition), LIMIT).get(partition);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (consumer.position(partition, LIMIT) < end) {
      var polled = consumer.poll(Duration.ofSeconds(1));
      polled.forEach(record -> take(topic, record, take));
      if (!polled.isEmpty()) {
        deadline = System.nanoTime() + LIMIT.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Kafka sent nothing for " + LIMIT.toSeconds() + " s");
      }
    }
  }

  private static <V> void take(
      Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record, Consumer<Read<V>> take) {
    try {
      take.accept(
          new Read<>(
              String.valueOf(topic.keys().deserializer().deserialize(topic.name(), record.key())),
              topic.values().deserializer().deserialize(topic.name(), record.value()),
              Instant.ofEpochMilli(record.timestamp()),
              record.topic() + "-" + record.partition() + "@" + record.offset()));
    } catch (UnreadableRecord e) {
      // It lies among the dead letters, and no service has gone by it.
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
