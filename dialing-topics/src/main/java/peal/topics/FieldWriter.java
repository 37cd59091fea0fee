package peal.topics;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import peal.domain.PhoneNumber;

/**
 * Writes fields of a JSON object, byte for byte as {@link DomainJson} would; those that are null
 * are left out. Used by one thread.
 */
public final class FieldWriter {
  private static final int USUAL = 4 * 1024;
  private static final int MOST_DIGITS = 19;

  /** One buffer that nobody uses at present; not one per thread, for most threads are virtual. */
  private static final AtomicReference<byte[]> SPARE = new AtomicReference<>();

  private byte[] bytes;
  private int end;

  private FieldWriter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** An object with the fields of {@code form}. */
  static <T> byte[] bytes(T value, Form<T> form) {
    byte[] spare = SPARE.getAndSet(null);
    FieldWriter out = new FieldWriter(spare == null ? new byte[USUAL] : spare);
    try {
      out.object(value, form);
      return Arrays.copyOf(out.bytes, out.end);
    } finally {
      if (out.bytes.length == USUAL) {
        SPARE.set(out.bytes);
      }
    }
  }

  private <T> void object(T value, Form<T> form) {
    put('{');
    form.writes().accept(value, this);
    put('}');
  }

  /** A text. */
  public void text(String name, String value) {
    if (value != null) {
      name(name);
      string(value);
    }
  }

  /** A word that looks as its {@code toString} says. */
  public void word(String name, Object value) {
    if (value != null) {
      text(name, value.toString());
    }
  }

  /** A phone number, unmasked. */
  public void phone(String name, PhoneNumber value) {
    if (value != null) {
      text(name, value.e164());
    }
  }

  /** A whole number. */
  public void number(String name, long value) {
    name(name);
    whole(value);
  }

  /** A whole number, or null. */
  public void numberIfAny(String name, Long value) {
    if (value != null) {
      number(name, value);
    }
  }

  /** A number, or null. */
  public void real(String name, Double value) {
    if (value != null) {
      Unusual.unless(Double.isFinite(value));
      name(name);
      plain(Double.toString(value));
    }
  }

  /** True or false. */
  public void flag(String name, boolean value) {
    name(name);
    plain(Boolean.toString(value));
  }

  /** A moment, in ms since 1970. */
  public void instant(String name, Instant value) {
    if (value != null) {
      number(name, value.toEpochMilli());
    }
  }

  /** How long, in ms. */
  public void duration(String name, Duration value) {
    if (value != null) {
      number(name, value.toMillis());
    }
  }

  /** An object within. */
  public <T> void object(String name, T value, Form<T> form) {
    if (value != null) {
      name(name);
      object(value, form);
    }
  }

  /** Objects within. */
  public <T> void objects(String name, List<T> values, Form<T> form) {
    list(name, values, value -> object(value, form));
  }

  /** Texts within. */
  public void texts(String name, List<String> values) {
    list(name, values, this::string);
  }

  /** Words within, each as its {@code toString} says. */
  public void words(String name, List<?> values) {
    list(name, values, value -> string(value.toString()));
  }

  /** Whole numbers within. */
  public void numbers(String name, List<Long> values) {
    list(name, values, this::whole);
  }

  /** Texts by their names. */
  public void textsByName(String name, Map<String, String> values) {
    if (values != null) {
      name(name);
      put('{');
      values.forEach((key, value) -> {
        name(key);
        string(value);
      });
      put('}');
    }
  }

  private <T> void list(String name, List<T> values, Consumer<T> write) {
    if (values != null) {
      name(name);
      put('[');
      for (T value : values) {
        comma();
        write.accept(value);
      }
      put(']');
    }
  }

  private void name(String name) {
    comma();
    string(name);
    put(':');
  }

  /** Between two, not before the first. */
  private void comma() {
    byte last = bytes[end - 1];
    if (last != '{' && last != '[') {
      put(',');
    }
  }

  private void string(String text) {
    put('"');
    int plain = plain(text);
    if (plain < text.length()) {
      intricate(text.substring(plain));
    }
    put('"');
  }

  /** Writes characters that look the same in JSON, up to the first that does not; says how many. */
  private int plain(String text) {
    int length = text.length();
    room(length);
    // Fields would be written back for each character.
    byte[] to = bytes;
    int from = end;
    int i = 0;
    while (i < length && isPlain(text.charAt(i))) {
      to[from + i] = (byte) text.charAt(i);
      i++;
    }
    end = from + i;
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 127 && c != '"' && c != '\\';
  }

  /** Jackson knows what is to be escaped; of surrogates its encoder and its generator differ. */
  private void intricate(String text) {
    Unusual.unless(text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    room(quoted.length);
    System.arraycopy(quoted, 0, bytes, end, quoted.length);
    end += quoted.length;
  }

  /**
   * The digits from the last to the first, as far behind as there may be any; then to the front.
   */
  private void whole(long value) {
    if (value < 0) {
      plain(Long.toString(value));
      return;
    }
    room(MOST_DIGITS);
    byte[] to = bytes;
    int last = end + MOST_DIGITS;
    int first = last;
    long rest = value;
    do {
      to[--first] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    System.arraycopy(to, first, to, end, last - first);
    end += last - first;
  }

  private void put(char c) {
    room(1);
    bytes[end++] = (byte) c;
  }

  private void room(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
    }
  }
}
