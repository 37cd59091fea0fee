package peal.projector.kafka;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.CallStatus;
import peal.domain.PhoneNumber;
import peal.projector.fold.CallView;
import peal.topics.DomainJson;

/**
 * A call as bytes: status, form, then what the form says.
 *
 * <p>Most calls of a big batch wait most of the time. Those keep their number and variables only;
 * and since the status comes first, a scan passes over what it does not look for without reading
 * it.
 */
final class StoredCall {
  /** Number and variables; nothing has happened yet. */
  private static final byte ROW = 1;

  /** The whole view as JSON. */
  private static final byte WHOLE = 2;

  /** As {@link #WHOLE}, its row not read yet: counted, not listed. */
  private static final byte EARLY = 3;

  /** As {@link #ROW}, after the zones in which it may ring. */
  private static final byte ZONED = 4;

  private static final JsonMapper JSON = DomainJson.newMapper();
  private static final ObjectWriter WRITE_VARIABLES =
      JSON.writerFor(new TypeReference<Map<String, String>>() {});
  private static final ObjectReader READ_VARIABLES =
      JSON.readerFor(new TypeReference<LinkedHashMap<String, String>>() {});
  private static final ObjectWriter WRITE_VIEW = JSON.writerFor(CallView.class);
  private static final ObjectReader READ_VIEW = JSON.readerFor(CallView.class);

  private StoredCall() {}

  static byte[] write(CallView call) {
    try {
      byte form = form(call);
      byte[] body =
          switch (form) {
            case ROW -> row(call);
            case ZONED -> zoned(call);
            default -> view(call);
          };
      return ByteBuffer.allocate(2 + body.length)
          .put(code(call.status()))
          .put(form)
          .put(body)
          .array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CallView read(byte[] bytes) {
    try {
      return switch (bytes[1]) {
        case ROW -> readRow(bytes, 2, null);
        case ZONED -> readZoned(bytes);
        default -> readView(bytes);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the call's row has been read. */
  static boolean known(byte[] bytes) {
    return bytes[1] != EARLY;
  }

  static CallStatus status(byte[] bytes) {
    return switch (bytes[0]) {
      case 'w' -> CallStatus.WAITING;
      case 'a' -> CallStatus.ACTIVE;
      case 'c' -> CallStatus.COMPLETED;
      case 'f' -> CallStatus.FAILED;
      case 'x' -> CallStatus.CANCELLED;
      default -> throw new IllegalStateException("a stored call has an unknown status");
    };
  }

  private static byte code(CallStatus status) {
    return (byte)
        switch (status) {
          case WAITING -> 'w';
          case ACTIVE -> 'a';
          case COMPLETED -> 'c';
          case FAILED -> 'f';
          case CANCELLED -> 'x';
        };
  }

  private static byte form(CallView call) {
    if (!call.known()) {
      return EARLY;
    }
    boolean untouched =
        call.status() == CallStatus.WAITING
            && call.attempts().isEmpty()
            && call.closed() == 0
            && call.trail().empty();
    if (!untouched) {
      return WHOLE;
    }
    return call.zones() == null ? ROW : ZONED;
  }

  private static byte[] view(CallView call) throws IOException {
    Optional<byte[]> usual = CallForm.VIEW.write(call);
    return usual.isPresent() ? usual.get() : WRITE_VIEW.writeValueAsBytes(call);
  }

  private static CallView readView(byte[] bytes) throws IOException {
    Optional<CallView> usual = CallForm.VIEW.read(bytes, 2);
    return usual.isPresent() ? usual.get() : READ_VIEW.readValue(bytes, 2, bytes.length - 2);
  }

  private static byte[] row(CallView call) throws IOException {
    byte[] number = call.number().e164().getBytes(StandardCharsets.ISO_8859_1);
    byte[] variables =
        call.variables().isEmpty()
            ? new byte[0]
            : WRITE_VARIABLES.writeValueAsBytes(call.variables());
    return ByteBuffer.allocate(1 + number.length + variables.length)
        .put((byte) number.length)
        .put(number)
        .put(variables)
        .array();
  }

  private static byte[] zoned(CallView call) throws IOException {
    byte[] zones = call.zones().getBytes(StandardCharsets.UTF_8);
    byte[] row = row(call);
    return ByteBuffer.allocate(Integer.BYTES + zones.length + row.length)
        .putInt(zones.length)
        .put(zones)
        .put(row)
        .array();
  }

  private static CallView readZoned(byte[] bytes) throws IOException {
    int from = 2 + Integer.BYTES;
    int length = ByteBuffer.wrap(bytes).getInt(2);
    return readRow(bytes, from + length, new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  private static CallView readRow(byte[] bytes, int at, String zones) throws IOException {
    int from = at + 1;
    int rest = from + bytes[at];
    Map<String, String> variables =
        rest == bytes.length
            ? Map.of()
            : READ_VARIABLES.readValue(bytes, rest, bytes.length - rest);
    String number = new String(bytes, from, bytes[at], StandardCharsets.ISO_8859_1);
    return CallView.queued(new PhoneNumber(number), variables, zones);
  }
}
