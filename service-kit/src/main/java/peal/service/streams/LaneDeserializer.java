package peal.service.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Deserializer;
import peal.domain.Lane;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/**
 * Reads a lane's key, or one that begins with a lane, so that a record with another key goes to
 * dead-letters instead of failing. Records of a lane come in runs, so the last one is remembered.
 * Thread-safe.
 */
final class LaneDeserializer implements Deserializer<Lane> {
  private record Read(byte[] key, Lane lane) {}

  private final int further;
  private volatile Read last = new Read(null, null);

  /**
   * Reads keys of a topic.
   *
   * @param further how many parts a key has behind its lane, each after a slash
   */
  LaneDeserializer(int further) {
    this.further = further;
  }

  @Override
  public Lane deserialize(String topic, byte[] key) {
    Read before = last;
    if (key != null && Arrays.equals(key, before.key())) {
      return before.lane();
    }
    Lane lane = parse(key);
    last = new Read(key, lane);
    return lane;
  }

  private Lane parse(byte[] key) {
    try {
      return Lane.parse(key == null ? null : lane(new String(key, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord(Unreadable.WRONG_KEY, "the key is no lane");
    }
  }

  private String lane(String key) {
    int end = key.length();
    for (int part = 0; part < further && end >= 0; part++) {
      end = key.lastIndexOf('/', end - 1);
    }
    return key.substring(0, Math.max(0, end));
  }
}
