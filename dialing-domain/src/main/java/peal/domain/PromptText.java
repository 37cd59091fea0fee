package peal.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * A text with placeholders, {@code {name}} or {@code {{name}}}. Names are compared as {@link
 * ColumnName} says; braces around anything but a name are text. Double braces are nothing else's,
 * so whatever begins as a name in them is one: {@code {{name | upper}}} shall not be said aloud. A
 * filled value is never expanded again. Immutable.
 */
public final class PromptText {
  private static final int LONGEST_NAME = 100;
  private static final Pattern UNSEEN_AT_ENDS =
      Pattern.compile("^[\\s\\p{Z}\\p{Cf}]+|[\\s\\p{Z}\\p{Cf}]+$");

  private final List<Piece> pieces;
  private final long literalBytes;

  /** How often each placeholder stands in the text, by what it is compared by. */
  private final Map<String, Integer> times = new LinkedHashMap<>();

  private PromptText(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    this.literalBytes = pieces.stream().mapToLong(piece -> bytes(piece.text())).sum();
    for (Piece piece : pieces) {
      if (piece.name() != null) {
        times.merge(piece.key(), 1, Integer::sum);
      }
    }
  }

  /**
   * Text, then perhaps a placeholder.
   *
   * @param name as it is written; null where no placeholder follows
   * @param key what it is compared by
   */
  private record Piece(String text, String name, String key) {}

  /** Reads {@code template}; takes time in proportion to its length. */
  public static PromptText of(String template) {
    List<Piece> pieces = new ArrayList<>();
    int begin = 0;
    int at = template.indexOf('{');
    while (at >= 0) {
      int inside = at + run(template, at, '{');
      int close = endOfName(template, inside);
      boolean doubled = inside - at > 1 && close >= 0 && run(template, close, '}') > 1;
      Optional<String> name = close < 0 ? Optional.empty() : name(template, inside, close, doubled);
      if (name.isEmpty()) {
        at = template.indexOf('{', inside);
        continue;
      }
      int braces = Math.min(inside - at, run(template, close, '}'));
      String text = template.substring(begin, inside - braces);
      pieces.add(new Piece(text, name.get(), ColumnName.key(name.get())));
      begin = close + braces;
      at = template.indexOf('{', begin);
    }
    pieces.add(new Piece(template.substring(begin), null, null));
    return new PromptText(pieces);
  }

  /** Its placeholders by what they are compared by, as they are first written, in order. */
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      if (piece.name() != null) {
        names.putIfAbsent(piece.key(), piece.name());
      }
    }
    return Collections.unmodifiableMap(names);
  }

  /**
   * How long the filled text is, in bytes of UTF-8; nothing is built.
   *
   * @param valueBytes bytes of the value of a name, by what it is compared by; asked once for each
   *     name, however often that stands in the text
   */
  public long bytes(ToLongFunction<String> valueBytes) {
    long bytes = literalBytes;
    for (Map.Entry<String, Integer> one : times.entrySet()) {
      bytes += one.getValue() * valueBytes.applyAsLong(one.getKey());
    }
    return bytes;
  }

  /**
   * The text with every placeholder filled. Whoever calls this has asked {@link #bytes} before.
   *
   * @param values the value of a name, by what it is compared by; null is empty
   */
  public String fill(Function<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (Piece piece : pieces) {
      filled.append(piece.text());
      String value = piece.name() == null ? null : values.apply(piece.key());
      if (value != null) {
        filled.append(value);
      }
    }
    return filled.toString();
  }

  /** Bytes of {@code text} in UTF-8; null has none. */
  public static long bytes(String text) {
    if (text == null) {
      return 0;
    }
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts two of its four.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private static int run(String text, int from, char c) {
    int end = from;
    while (end < text.length() && text.charAt(end) == c) {
      end++;
    }
    return end - from;
  }

  /** Where the brace that closes a name stands; -1 where none does. */
  private static int endOfName(String text, int from) {
    int limit = Math.min(text.length(), from + LONGEST_NAME);
    for (int i = from; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '}') {
        return i;
      }
      if (c == '{' || c == '\n') {
        return -1;
      }
    }
    return -1;
  }

  private static Optional<String> name(String text, int from, int to, boolean doubled) {
    String name = UNSEEN_AT_ENDS.matcher(text.substring(from, to)).replaceAll("");
    boolean isName =
        !name.isEmpty()
            && (Character.isLetterOrDigit(name.codePointAt(0)) || name.charAt(0) == '_')
            && (doubled || name.codePoints().allMatch(PromptText::isOfName));
    return Optional.of(name).filter(n -> isName);
  }

  private static boolean isOfName(int c) {
    return Character.isLetterOrDigit(c)
        || Character.isSpaceChar(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.DASH_PUNCTUATION,
              Character.CONNECTOR_PUNCTUATION,
              Character.CURRENCY_SYMBOL,
              Character.FORMAT ->
              true;
          default -> "._'’()/&#%?!+*@".indexOf(c) >= 0;
        };
  }
}
