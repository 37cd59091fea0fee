package peal.service.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import peal.domain.Lane;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/**
 * Reads a lane's key, so that a record with another key goes to dead-letters instead of failing.
 */
final class LaneDeserializer implements Deserializer<Lane> {
  @Override
  public Lane deserialize(String topic, byte[] key) {
    try {
      return Lane.parse(key == null ? null : new String(key, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord(Unreadable.WRONG_KEY, "the key is no lane");
    }
  }
}
