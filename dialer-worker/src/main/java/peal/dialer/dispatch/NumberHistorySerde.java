package peal.dialer.dispatch;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import peal.domain.dispatch.NumberHistory;
import peal.domain.dispatch.NumberHistory.Dial;
import peal.domain.dispatch.NumberHistory.Reach;

/**
 * How attempts to reach a number are stored, of which there are as many as there are dials: the
 * version, then nine bytes for each, its second since 1970 (unsigned), how far it came, and the
 * mark of its batch.
 */
final class NumberHistorySerde {
  private static final byte VERSION = 1;
  private static final int SIZE = Integer.BYTES + 1 + Integer.BYTES;
  private static final Reach[] REACHES = Reach.values();

  private NumberHistorySerde() {}

  static Serde<NumberHistory> serde() {
    return Serdes.serdeFrom((topic, history) -> write(history), (topic, bytes) -> read(bytes));
  }

  private static byte[] write(NumberHistory history) {
    ByteBuffer out = ByteBuffer.allocate(1 + history.dials().size() * SIZE).put(VERSION);
    for (Dial dial : history.dials()) {
      out.putInt((int) dial.at().getEpochSecond());
      out.put((byte) dial.reach().ordinal());
      out.putInt(dial.batch());
    }
    return out.array();
  }

  private static NumberHistory read(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length % SIZE != 1 || bytes[0] != VERSION) {
      throw new SerializationException("no attempts of version " + VERSION);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    List<Dial> dials = new ArrayList<>(bytes.length / SIZE);
    while (in.hasRemaining()) {
      Instant at = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
      dials.add(new Dial(at, reach(in.get()), in.getInt()));
    }
    return new NumberHistory(dials);
  }

  private static Reach reach(byte place) {
    if (place < 0 || place >= REACHES.length) {
      throw new SerializationException("no reach has place " + place);
    }
    return REACHES[place];
  }
}
