package peal.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how the topics that are there keep what is written to them. A topic that refuses large
 * records is fatal, or is told to take them: one that is refused spoils the transaction that it is
 * part of, each time it is tried. Too few copies are said, and lived with.
 *
 * @param alters whether a topic's setting may be changed
 */
record TopicSettings(boolean alters) {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSettings.class);

  /** Copies of a record that survive a broker and let writing go on beside it. */
  private static final int ENOUGH = 3;

  /** Copies that must hold a record before it is acknowledged, so that one may be lost. */
  private static final int SAFE = 2;

  /** A topic as it is there, with the fewest copies of any of its partitions. */
  record Kept(Topic<?, ?> topic, int copies) {}

  void verify(Admin admin, List<Kept> topics) throws InterruptedException {
    Map<String, Config> settings;
    try {
      settings = read(admin, topics);
    } catch (ExecutionException e) {
      // It may not be allowed to.
      LOG.warn("How the topics are kept is not known: {}", e.getCause().toString());
      return;
    }
    List<String> doubts = new ArrayList<>();
    for (Kept kept : topics) {
      Config found = settings.get(kept.topic().name());
      requireRoom(admin, kept.topic(), number(found, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
      doubt(kept, number(found, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)).ifPresent(doubts::add);
    }
    if (!doubts.isEmpty()) {
      LOG.warn(
          "Promise 8, that nothing accepted is lost, does not hold in full here: {}.",
          String.join("; ", doubts));
    }
  }

  /** Why an acknowledged record of the topic may be lost, or writing may stop, with one broker. */
  static Optional<String> doubt(Kept kept, int inSync) {
    String name = kept.topic().name();
    int copies = kept.copies();
    if (copies < SAFE) {
      return Optional.of("%s has one copy, which is lost with its broker".formatted(name));
    }
    if (inSync < SAFE) {
      return Optional.of(
          "%s acknowledges what one broker has (min.insync.replicas=%d)".formatted(name, inSync));
    }
    return inSync >= copies
        ? Optional.of(
            "%s takes nothing while one of its brokers is away (%d copies, min.insync.replicas=%d;"
                    .formatted(name, copies, inSync)
                + " %d and %d are usual)".formatted(ENOUGH, SAFE))
        : Optional.empty();
  }

  private void requireRoom(Admin admin, Topic<?, ?> topic, int most) throws InterruptedException {
    if (most >= topic.largest()) {
      return;
    }
    if (!alters) {
      throw new IllegalStateException(
          "topic '%s' takes records of %d bytes, but Peal writes up to %d: set its max.message.bytes to that, or PEAL_PROVISION=create"
              .formatted(topic.name(), most, topic.largest()));
    }
    AlterConfigOp larger =
        new AlterConfigOp(
            new ConfigEntry(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.largest())),
            AlterConfigOp.OpType.SET);
    try {
      admin
          .incrementalAlterConfigs(
              Map.of(resource(topic), (Collection<AlterConfigOp>) List.of(larger)))
          .all()
          .get();
      LOG.info("Topic {} takes records of {} bytes now.", topic.name(), topic.largest());
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topic '%s' takes records of %d bytes, and cannot be told to take %d; set its max.message.bytes"
              .formatted(topic.name(), most, topic.largest()),
          e.getCause());
    }
  }

  private static Map<String, Config> read(Admin admin, List<Kept> topics)
      throws ExecutionException, InterruptedException {
    List<ConfigResource> all =
        topics.stream().map(kept -> resource(kept.topic())).collect(Collectors.toList());
    Map<String, Config> byName = new LinkedHashMap<>();
    admin
        .describeConfigs(all)
        .all()
        .get()
        .forEach((resource, config) -> byName.put(resource.name(), config));
    return byName;
  }

  private static ConfigResource resource(Topic<?, ?> topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private static int number(Config config, String name) {
    return Integer.parseInt(config.get(name).value());
  }
}
