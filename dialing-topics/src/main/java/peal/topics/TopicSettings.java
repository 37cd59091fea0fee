package peal.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
 * part of, each time it is tried. So is one whose cleanup would lose what must stay: a table that
 * is deleted by age loses every key that nobody has changed for a week. Too few copies, and records
 * that are kept for less than they may be needed, are said, and lived with.
 *
 * @param alters whether a topic's setting may be changed
 */
record TopicSettings(boolean alters) {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSettings.class);

  /** A topic as it is there, with the fewest copies of any of its partitions. */
  record Kept(Topic<?, ?> topic, int copies) {}

  /** Changes a topic's setting. */
  @FunctionalInterface
  interface Alteration {
    void set(Topic<?, ?> topic, String setting, String value) throws InterruptedException;
  }

  void verify(Admin admin, List<Kept> topics) throws InterruptedException {
    Map<String, Config> settings;
    try {
      settings = read(admin, topics);
    } catch (ExecutionException e) {
      // It may not be allowed to.
      LOG.warn("How the topics are kept is not known: {}", e.getCause().toString());
      return;
    }
    verify(settings, topics, (topic, setting, value) -> alter(admin, topic, setting, value));
  }

  /** As the other, of settings that have been read. */
  void verify(Map<String, Config> settings, List<Kept> topics, Alteration alteration)
      throws InterruptedException {
    List<String> doubts = new ArrayList<>();
    for (Kept kept : topics) {
      Config found = settings.get(kept.topic().name());
      requireRoom(
          kept.topic(), number(found, TopicConfig.MAX_MESSAGE_BYTES_CONFIG).intValue(), alteration);
      requireCleanup(kept.topic(), policies(found), alteration);
      doubt(kept, number(found, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).intValue())
          .ifPresent(doubts::add);
      doubt(
              kept.topic(),
              number(found, TopicConfig.RETENTION_MS_CONFIG),
              number(found, TopicConfig.RETENTION_BYTES_CONFIG))
          .ifPresent(doubts::add);
    }
    if (!doubts.isEmpty()) {
      LOG.warn(
          "Promise 8, that nothing accepted is lost, does not hold in full here: {}.",
          String.join("; ", doubts));
    }
  }

  /** Why an acknowledged record of the topic may be lost, or writing may stop, with one broker. */
  static Optional<String> doubt(Kept kept, int inSync) {
    return Copies.doubt(kept.topic().name(), kept.copies(), inSync);
  }

  /** Why records of the topic may be gone before everybody has read them. */
  static Optional<String> doubt(Topic<?, ?> topic, long keptMillis, long keptBytes) {
    String wanted = topic.settings().get(TopicConfig.RETENTION_MS_CONFIG);
    if (wanted == null) {
      return Optional.empty();
    }
    if (keptBytes >= 0) {
      return Optional.of(
          "%s keeps no more than %,d bytes (retention.bytes)".formatted(topic.name(), keptBytes));
    }
    return keptMillis >= 0 && keptMillis < Long.parseLong(wanted)
        ? Optional.of(
            "%s keeps records for %s only; a reader may be away for %s (retention.ms)"
                .formatted(
                    topic.name(),
                    Duration.ofMillis(keptMillis),
                    Duration.ofMillis(Long.parseLong(wanted))))
        : Optional.empty();
  }

  private void requireCleanup(Topic<?, ?> topic, Set<String> found, Alteration alteration)
      throws InterruptedException {
    String wanted = topic.settings().get(TopicConfig.CLEANUP_POLICY_CONFIG);
    if (wanted == null || Set.of(wanted.split(",")).containsAll(found)) {
      return;
    }
    if (!alters) {
      throw new IllegalStateException(
          "topic '%s' has cleanup.policy=%s and would lose what must stay: set it to %s, or PEAL_PROVISION=create"
              .formatted(topic.name(), String.join(",", found), wanted));
    }
    LOG.warn(
        "Topic {} had cleanup.policy={}: what it has lost by that is gone.",
        topic.name(),
        String.join(",", found));
    alteration.set(topic, TopicConfig.CLEANUP_POLICY_CONFIG, wanted);
  }

  private void requireRoom(Topic<?, ?> topic, int most, Alteration alteration)
      throws InterruptedException {
    if (most >= topic.largest()) {
      return;
    }
    if (!alters) {
      throw new IllegalStateException(
          "topic '%s' takes records of %d bytes, but Peal writes up to %d: set its max.message.bytes to that, or PEAL_PROVISION=create"
              .formatted(topic.name(), most, topic.largest()));
    }
    alteration.set(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.largest()));
  }

  private static void alter(Admin admin, Topic<?, ?> topic, String setting, String value)
      throws InterruptedException {
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    try {
      admin
          .incrementalAlterConfigs(
              Map.of(resource(topic), (Collection<AlterConfigOp>) List.of(change)))
          .all()
          .get();
      LOG.info("Topic {} has {}={} now.", topic.name(), setting, value);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topic '%s' cannot be told %s=%s; set it".formatted(topic.name(), setting, value),
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

  private static Long number(Config config, String name) {
    return Long.valueOf(config.get(name).value());
  }

  private static Set<String> policies(Config config) {
    return Arrays.stream(config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().split(","))
        .map(String::strip)
        .filter(policy -> !policy.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
