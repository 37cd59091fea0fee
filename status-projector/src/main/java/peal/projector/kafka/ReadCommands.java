package peal.projector.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Up to where a task has read the commands of its partition, kept beside what they have changed: an
 * owner that does not know yet that it is none any more tells of both as they were, and who reads
 * on from there misses nothing. What Kafka knows of it may be a later owner's.
 */
final class ReadCommands {
  private ReadCommands() {}

  /** The offset before which {@code blocks}' task has read all commands; 0 where none is known. */
  static long in(ReadOnlyKeyValueStore<Bytes, byte[]> blocks) {
    byte[] found = blocks.get(StoreKeys.COMMANDS);
    return found == null ? 0 : ByteBuffer.wrap(found).getLong();
  }

  /** The command at {@code offset} has been read, and what it has changed is written. */
  static void add(KeyValueStore<Bytes, byte[]> blocks, long offset) {
    blocks.put(StoreKeys.COMMANDS, ByteBuffer.allocate(Long.BYTES).putLong(offset + 1).array());
  }
}
