package peal.projector.kafka;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;
import peal.topics.DomainJson;

/** Entries of do-not-call lists, and what is known of a lane's lists as a whole, as JSON. */
final class StoredLists {
  private static final JsonMapper JSON = DomainJson.newMapper();
  private static final ObjectWriter WRITE = JSON.writer();
  private static final ObjectReader READ_LISTS = JSON.readerFor(LaneLists.class);
  private static final ObjectReader READ_ENTRY = JSON.readerFor(ListEntry.class);

  private StoredLists() {}

  static byte[] write(LaneLists lists) {
    return writeAny(lists);
  }

  /** Null where there is none. */
  static byte[] write(ListEntry entry) {
    return entry == null ? null : writeAny(entry);
  }

  private static byte[] writeAny(Object value) {
    try {
      return WRITE.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LaneLists read(byte[] bytes) {
    try {
      return bytes == null ? LaneLists.NONE : READ_LISTS.readValue(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ListEntry readEntry(byte[] bytes) {
    try {
      return READ_ENTRY.readValue(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
