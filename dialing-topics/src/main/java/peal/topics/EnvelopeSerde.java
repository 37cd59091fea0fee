package peal.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Values as {@code {"t":"<type>","v":<major version>,"d":{…}}}, in that order.
 *
 * <p>Fields may be added to a type without a new version; a change that old readers must not guess
 * at raises it. An unknown type, a newer version or broken JSON is an {@link UnreadableRecord}.
 * Thread-safe.
 *
 * @param <T> the common type of the values
 */
public final class EnvelopeSerde<T> implements Serde<T> {
  private static final ObjectMapper JSON = DomainJson.newMapper();
  private static final JsonFactory FACTORY = JSON.getFactory();
  private static final Map<Class<?>, Form<?>> FORMS = new HashMap<>();

  static {
    FORMS.putAll(RecordForms.all());
    FORMS.putAll(StoredForms.all());
  }

  private final Map<String, Class<? extends T>> types = new HashMap<>();
  private final int version;
  private final int largest;

  /** Most records: of a type that has a form, and of nothing but what is known here. */
  final Form<T> usual = new Form<>(this::writeUsual, this::readUsual);

  private EnvelopeSerde(int version, int largest, Iterable<Class<? extends T>> types) {
    this.version = version;
    this.largest = largest;
    types.forEach(type -> this.types.put(type.getSimpleName(), type));
  }

  /**
   * A serde for all permitted records below the sealed type {@code root}, or for one record, of at
   * most {@link Topics#LARGEST_DERIVED} bytes.
   */
  public static <T> EnvelopeSerde<T> of(Class<T> root, int version) {
    return of(root, version, Topics.LARGEST_DERIVED);
  }

  /** As the other method; what would be a record of more than {@code largest} bytes is refused. */
  public static <T> EnvelopeSerde<T> of(Class<T> root, int version, int largest) {
    return new EnvelopeSerde<>(version, largest, Leaves.of(root));
  }

  @Override
  public Serializer<T> serializer() {
    return (topic, value) -> value == null ? null : write(topic, value);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (topic, bytes) -> bytes == null ? null : read(bytes);
  }

  private byte[] write(String topic, T value) {
    return OversizedRecord.refuse(
        usual.write(value).orElseGet(() -> writeAny(value)),
        RefusedByBrokers.largest(topic, largest),
        "a " + value.getClass().getSimpleName());
  }

  private T read(byte[] bytes) {
    try {
      return usual.read(bytes, 0).orElseGet(() -> readAny(bytes));
    } catch (StackOverflowError fault) {
      // No reader survives an Error, and the next one would read the same record.
      throw new UnreadableRecord("broken value: nested too deep");
    }
  }

  private void writeUsual(T value, FieldWriter out) {
    Form<T> form = form(value.getClass());
    out.text("t", value.getClass().getSimpleName());
    out.number("v", version);
    out.object("d", value, form);
  }

  private T readUsual(FieldReader in) {
    Class<? extends T> type = types.get(in.text("t"));
    Form<T> form = form(type);
    int found = in.integer("v");
    Unusual.unless(found >= 1 && found <= version);
    return in.object("d", form);
  }

  @SuppressWarnings("unchecked")
  private static <V> Form<V> form(Class<?> type) {
    Form<?> form = FORMS.get(type);
    Unusual.unless(form != null);
    return (Form<V>) form;
  }

  /** Any type, by reflection. */
  byte[] writeAny(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("t", value.getClass().getSimpleName());
      out.writeNumberField("v", version);
      out.writeFieldName("d");
      JSON.writeValue(out, value);
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write a " + value.getClass().getSimpleName(), e);
    }
    return bytes.toByteArray();
  }

  /** Any type and any order of fields, by reflection; says what is wrong. */
  T readAny(byte[] bytes) {
    try (JsonParser in = FACTORY.createParser(bytes)) {
      expect(in.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
      expect("t".equals(in.nextFieldName()), "the type name 't' must come first");
      String name = in.nextTextValue();
      Class<? extends T> type = types.get(name);
      expect(type != null, Unreadable.UNKNOWN_TYPE, "unknown type '" + name + "'");
      expect("v".equals(in.nextFieldName()), "the version 'v' must come second");
      int found = in.nextIntValue(-1);
      expect(found >= 1, name + " has no version");
      expect(
          found <= version,
          Unreadable.NEWER_VERSION,
          name + " has version " + found + ", newer than ours");
      expect("d".equals(in.nextFieldName()), "the data 'd' must come third");
      in.nextToken();
      T value = JSON.readValue(in, type);
      expect(value != null, name + " has no data");
      skipToEnd(in);
      return value;
    } catch (UnreadableRecord e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableRecord("broken value: " + e.getClass().getSimpleName());
    }
  }

  /** Fields of a later version may follow; a value that was cut off is not whole. */
  private static void skipToEnd(JsonParser in) throws IOException {
    for (JsonToken t = in.nextToken(); t != JsonToken.END_OBJECT; t = in.nextToken()) {
      expect(t != null, "cut off");
      in.skipChildren();
    }
  }

  private static void expect(boolean holds, String otherwise) {
    expect(holds, Unreadable.BROKEN, otherwise);
  }

  private static void expect(boolean holds, Unreadable why, String otherwise) {
    if (!holds) {
      throw new UnreadableRecord(why, otherwise);
    }
  }
}
