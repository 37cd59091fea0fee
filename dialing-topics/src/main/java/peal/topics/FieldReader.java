package peal.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import peal.domain.PhoneNumber;

/**
 * Reads fields of a JSON object as {@link FieldWriter} writes them: in order, without blanks, each
 * of the right kind. A field that does not come next is absent. Anything else is {@link Unusual},
 * or fails in whatever way. Used by one thread.
 */
public final class FieldReader {
  private static final JsonFactory JACKSON = DomainJson.newFactory();

  /** Fits a long, whatever the digits are. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_OF_A_NAME = 10_000;

  private final byte[] bytes;
  private int at;

  /** Reads {@code bytes} from index {@code at} on. */
  FieldReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** An object with the fields of {@code form}. */
  <T> T object(Form<T> form) {
    take('{');
    T value = form.reads().apply(this);
    take('}');
    return value;
  }

  /** Nothing may follow. */
  void end() {
    Unusual.unless(at == bytes.length);
  }

  /** A text, or null. */
  public String text(String name) {
    return comes(name) ? string() : null;
  }

  /** What a text means, or null. */
  public <T> T word(String name, Function<String, T> meaning) {
    return comes(name) ? meaning.apply(string()) : null;
  }

  /** A phone number, or null. */
  public PhoneNumber phone(String name) {
    return word(name, PhoneNumber::new);
  }

  /** A whole number; 0 where it is absent. */
  public long number(String name) {
    return comes(name) ? whole() : 0;
  }

  /** As {@link #number}, of the range of an int. */
  public int integer(String name) {
    return Math.toIntExact(number(name));
  }

  /** A whole number, or null. */
  public Long numberIfAny(String name) {
    return comes(name) ? whole() : null;
  }

  /** A number, or null. */
  public Double real(String name) {
    return comes(name) ? decimal() : null;
  }

  /** True or false; false where it is absent. */
  public boolean flag(String name) {
    if (!comes(name)) {
      return false;
    }
    boolean value = bytes[at] == 't';
    take(value ? "true" : "false");
    return value;
  }

  /** A moment, or null. */
  public Instant instant(String name) {
    return comes(name) ? Instant.ofEpochMilli(whole()) : null;
  }

  /** How long, or null. */
  public Duration duration(String name) {
    return comes(name) ? Duration.ofMillis(whole()) : null;
  }

  /** An object within, or null. */
  public <T> T object(String name, Form<T> form) {
    return comes(name) ? object(form) : null;
  }

  /** Objects within, or null. */
  public <T> List<T> objects(String name, Form<T> form) {
    return comes(name) ? list(() -> object(form)) : null;
  }

  /** Texts within, or null. */
  public List<String> texts(String name) {
    return comes(name) ? list(this::string) : null;
  }

  /** What texts within mean, or null. */
  public <T> List<T> words(String name, Function<String, T> meaning) {
    return comes(name) ? list(() -> meaning.apply(string())) : null;
  }

  /** Whole numbers within, or null. */
  public List<Long> numbers(String name) {
    return comes(name) ? list(this::whole) : null;
  }

  /** Texts by their names, in order, or null. */
  public Map<String, String> textsByName(String name) {
    if (!comes(name)) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    take('{');
    while (bytes[at] != '}') {
      comma();
      String key = string();
      // Of a longer one Jackson decides whether it is too long.
      Unusual.unless(key.length() <= MOST_OF_A_NAME);
      // In a name Jackson takes them as pairs only.
      Unusual.unless(key.chars().noneMatch(c -> Character.isSurrogate((char) c)));
      take(':');
      values.put(key, string());
    }
    take('}');
    return values;
  }

  private <T> List<T> list(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    take('[');
    while (bytes[at] != ']') {
      comma();
      values.add(value.get());
    }
    take(']');
    return values;
  }

  /** Whether the next field is {@code name}; if so, its value is next. */
  private boolean comes(String name) {
    int first = isFirst() ? at : at + 1;
    int last = first + name.length() + 1;
    if (last + 1 >= bytes.length || bytes[first] != '"') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[first + 1 + i] != name.charAt(i)) {
        return false;
      }
    }
    if (bytes[last] != '"') {
      return false;
    }
    comma();
    at = last + 1;
    take(':');
    return true;
  }

  private boolean isFirst() {
    return bytes[at - 1] == '{' || bytes[at - 1] == '[';
  }

  /** Between two, not before the first. */
  private void comma() {
    if (!isFirst()) {
      take(',');
    }
  }

  private void take(String text) {
    for (int i = 0; i < text.length(); i++) {
      take(text.charAt(i));
    }
  }

  private void take(char c) {
    Unusual.unless(bytes[at] == c);
    at++;
  }

  private String string() {
    take('"');
    int from = at;
    int end = from;
    // Bytes beyond ASCII are negative.
    while (bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
      end++;
    }
    if (bytes[end] != '"') {
      return intricate(from - 1);
    }
    at = end + 1;
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }

  /** What is escaped or not ASCII is read by Jackson, which knows what is right. */
  private String intricate(int quote) {
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    at++;
    try (JsonParser text = JACKSON.createParser(bytes, quote, at - quote)) {
      return text.nextTextValue();
    } catch (IOException e) {
      throw new Unusual();
    }
  }

  private long whole() {
    boolean negative = bytes[at] == '-';
    if (negative) {
      at++;
    }
    int from = at;
    long number = 0;
    while (isDigit(at)) {
      number = 10 * number + bytes[at++] - '0';
    }
    Unusual.unless(at > from && at - from <= MOST_DIGITS && (bytes[from] != '0' || at == from + 1));
    return negative ? -number : number;
  }

  /** Digits, a point, digits. */
  private double decimal() {
    int from = at;
    whole();
    take('.');
    Unusual.unless(isDigit(at));
    while (isDigit(at)) {
      at++;
    }
    return Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
  }

  private boolean isDigit(int index) {
    return bytes[index] >= '0' && bytes[index] <= '9';
  }
}
