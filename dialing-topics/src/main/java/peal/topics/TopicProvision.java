package peal.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.TopicSettings.Kept;

/** Makes sure, at start-up, that the cluster has Peal's topics as the catalogue wants them. */
public enum TopicProvision {
  /** Create what is missing, then verify. */
  CREATE,
  /** Only verify: for clusters where an operator creates topics. */
  VERIFY,
  /** Neither: whoever starts this service has just done it for several at once. */
  NONE;

  private static final Logger LOG = LoggerFactory.getLogger(TopicProvision.class);

  /**
   * Creates (if so set) and verifies.
   *
   * @throws IllegalStateException when a topic is missing, has another partition count, or refuses
   *     records that are written to it; the message names the topic and what to do
   */
  public void run(Admin admin, Topics topics) throws InterruptedException {
    if (this == CREATE) {
      create(admin, topics);
    }
    if (this != NONE) {
      verify(admin, topics);
    }
  }

  private static void create(Admin admin, Topics topics) throws InterruptedException {
    List<NewTopic> wanted =
        topics.all().stream()
            .map(topic ->
                new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
                    .configs(topic.settings()))
            .toList();
    Map<String, KafkaFuture<Void>> creations = admin.createTopics(wanted).values();
    List<Topic<?, ?>> created = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      try {
        creations.get(topic.name()).get();
        created.add(topic);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new IllegalStateException("cannot create Peal's topics", e.getCause());
        }
      }
    }
    awaitLeaders(admin, created);
  }

  /**
   * Asks the leader of each partition for its end. The controller acknowledges a topic a moment
   * before its brokers serve it. A producer that writes in that moment has its first batch refused;
   * where its second is taken, the repeat of the first is out of order for ever.
   */
  private static void awaitLeaders(Admin admin, List<Topic<?, ?>> created)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (Topic<?, ?> topic : created) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    try {
      admin.listOffsets(ends).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Peal's new topics have no leaders yet", e.getCause());
    }
  }

  private void verify(Admin admin, Topics topics) throws InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> found =
        admin
            .describeTopics(topics.all().stream().map(Topic::name).collect(Collectors.toList()))
            .topicNameValues();
    List<Kept> kept = new ArrayList<>();
    for (Topic<?, ?> topic : topics.all()) {
      TopicDescription description = describe(topic, found.get(topic.name()));
      verify(topic, description);
      kept.add(new Kept(topic, copies(description)));
    }
    LOG.info("All {} topics are there.", topics.all().size());
    new TopicSettings(this == CREATE).verify(admin, kept);
  }

  private static int copies(TopicDescription found) {
    return found.partitions().stream()
        .mapToInt(partition -> partition.replicas().size())
        .min()
        .orElse(0);
  }

  private static void verify(Topic<?, ?> topic, TopicDescription found) {
    int partitions = found.partitions().size();
    if (partitions != topic.partitions()) {
      throw new IllegalStateException(
          "topic '%s' has %d partitions, but %d are set: lanes would be looked for in the wrong place. Set PEAL_PARTITIONS to what the cluster has, or use a new cluster."
              .formatted(topic.name(), partitions, topic.partitions()));
    }
  }

  private static TopicDescription describe(Topic<?, ?> topic, KafkaFuture<TopicDescription> found)
      throws InterruptedException {
    // A topic that was created a moment ago may not have reached the broker that is asked.
    try {
      return found.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "topic '%s' is missing; create it with %d partitions and %s, or set PEAL_PROVISION=create"
                .formatted(topic.name(), topic.partitions(), topic.settings()),
            e.getCause());
      }
      throw new IllegalStateException("cannot describe topic " + topic.name(), e.getCause());
    }
  }
}
