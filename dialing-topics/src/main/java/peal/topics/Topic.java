package peal.topics;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;

/**
 * One topic: its name, what it carries and how it is kept.
 *
 * @param name the topic's name
 * @param keys how its keys look
 * @param values how its values look
 * @param partitions number of partitions
 * @param settings topic settings by Kafka's own names
 */
public record Topic<K, V>(
    String name, Serde<K> keys, Serde<V> values, int partitions, Map<String, String> settings) {
  /** Copies the settings. */
  public Topic {
    settings = Map.copyOf(settings);
  }

  /** Most bytes that a record of it may have, as the catalogue has it. */
  public int largest() {
    return largest(settings);
  }

  static int largest(Map<String, String> settings) {
    String set = settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    return set == null ? Topics.LARGEST_INPUT : Integer.parseInt(set);
  }
}
