package peal.service.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.Copies;
import peal.topics.Topics;

/**
 * Looks how an application's changelogs keep its state. They are made by the application, by its
 * settings of then and by the brokers' defaults, and stay as they are.
 */
final class Changelogs {
  private static final Logger LOG = LoggerFactory.getLogger(Changelogs.class);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A folder that was away for less is trusted ({@link TaskFolders}). */
  private static final Duration LEAST_TOMBSTONES = Duration.ofDays(1);

  private Changelogs() {}

  /** A changelog as it is there, with the fewest copies of any of its partitions. */
  record Found(String name, int copies, int inSync, int largest, Duration tombstones) {
    /** What a person should know of it. */
    List<String> doubts() {
      List<String> doubts = new ArrayList<>();
      Copies.doubt(name, copies, inSync).ifPresent(doubts::add);
      if (tombstones.compareTo(LEAST_TOMBSTONES) < 0) {
        doubts.add(
            "%s forgets deletions after %s: a folder that was away for longer brings back what was"
                    .formatted(name, tombstones)
                + " deleted (delete.retention.ms; %s is usual)".formatted(TaskFolders.TOMBSTONES));
      }
      return doubts;
    }

    /** Whether it refuses some of what is written to it, which ends its task. */
    boolean refuses() {
      return largest < Topics.LARGEST_DERIVED;
    }
  }

  /**
   * Looks at those that are there: says what is to be doubted, and tells those that refuse large
   * records to take them.
   *
   * @throws IllegalStateException where one refuses them and cannot be told, naming it
   */
  static void verify(Admin admin, String id) {
    try {
      List<Found> found = read(admin, id);
      for (Found changelog : found) {
        if (changelog.refuses()) {
          makeRoom(admin, changelog);
        }
      }
      List<String> doubts = found.stream().flatMap(each -> each.doubts().stream()).toList();
      if (!doubts.isEmpty()) {
        LOG.warn(
            "The state of {} is not as safe as it should be: {}.", id, String.join("; ", doubts));
      }
    } catch (ExecutionException | TimeoutException e) {
      // Whoever may not describe topics goes on as before.
      LOG.warn("How the state of {} is kept is not known: {}", id, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void makeRoom(Admin admin, Found changelog)
      throws TimeoutException, InterruptedException {
    String bytes = Integer.toString(Topics.LARGEST_DERIVED);
    AlterConfigOp larger =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes), AlterConfigOp.OpType.SET);
    try {
      admin
          .incrementalAlterConfigs(
              Map.of(resource(changelog.name()), (Collection<AlterConfigOp>) List.of(larger)))
          .all()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      LOG.info("Topic {} takes records of {} bytes now.", changelog.name(), bytes);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "topic '%s' takes records of %d bytes and cannot be told to take %s, which would end this application in the middle of its work: set its max.message.bytes"
              .formatted(changelog.name(), changelog.largest(), bytes),
          e.getCause());
    }
  }

  private static List<Found> read(Admin admin, String id)
      throws ExecutionException, TimeoutException, InterruptedException {
    Set<String> names = names(admin, id);
    if (names.isEmpty()) {
      return List.of();
    }
    Map<String, TopicDescription> topics =
        admin.describeTopics(names).allTopicNames().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    Map<ConfigResource, Config> settings =
        admin
            .describeConfigs(names.stream().map(Changelogs::resource).toList())
            .all()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    List<Found> found = new ArrayList<>();
    new TreeMap<>(topics)
        .forEach((name, topic) -> found.add(found(name, topic, settings.get(resource(name)))));
    return found;
  }

  /** The names of those that are there. */
  static Set<String> names(Admin admin, String id)
      throws ExecutionException, TimeoutException, InterruptedException {
    return admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS).stream()
        .filter(topic -> topic.startsWith(id + "-") && topic.endsWith("-changelog"))
        .collect(Collectors.toSet());
  }

  private static Found found(String name, TopicDescription topic, Config settings) {
    int copies =
        topic.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    return new Found(
        name,
        copies,
        Integer.parseInt(value(settings, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)),
        Integer.parseInt(value(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)),
        Duration.ofMillis(Long.parseLong(value(settings, TopicConfig.DELETE_RETENTION_MS_CONFIG))));
  }

  private static String value(Config settings, String name) {
    return Optional.ofNullable(settings.get(name))
        .map(ConfigEntry::value)
        .orElseThrow(() -> new IllegalStateException("the broker does not tell " + name));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }
}
