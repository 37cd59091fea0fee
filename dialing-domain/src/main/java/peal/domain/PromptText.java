package peal.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A text with placeholders, {@code {name}} or {@code {{name}}}. Names are compared as {@link
 * ColumnName} says; braces around anything but a name are text. Double braces are nothing else's,
 * so whatever is written in them is a name, unless it is a list, an object or a quoted text: {@code
 * {{name | upper}}} shall not be said aloud. Between single braces anything is a name that somebody
 * knows; see {@link #knowing}. A filled value is never expanded again. Immutable.
 */
public final class PromptText {
  /** Longest that is taken for a name though nobody knows it, characters. */
  private static final int LONGEST_UNKNOWN = 100;

  private final String template;
  private final List<Piece> pieces;
  private final long literalBytes;

  /** How often each placeholder stands in the text, by what it is compared by. */
  private final Map<String, Integer> times = new LinkedHashMap<>();

  private PromptText(String template, List<Piece> pieces) {
    this.template = template;
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
    return of(template, key -> false);
  }

  /**
   * The same text, where whatever stands between single braces is a placeholder too if it is a
   * known name: {@code {Size: EU}} is one to whoever has a column that is called so.
   *
   * @param known whether a name is, by what it is compared by
   */
  public PromptText knowing(Predicate<String> known) {
    return of(template, known);
  }

  private static PromptText of(String template, Predicate<String> known) {
    List<Piece> pieces = new ArrayList<>();
    int begin = 0;
    int at = template.indexOf('{');
    while (at >= 0) {
      int inside = at + run(template, at, '{');
      int close = inside - at > 1 ? endOfDouble(template, inside) : endOfName(template, inside);
      boolean doubled = inside - at > 1 && close >= 0 && run(template, close, '}') > 1;
      Optional<String> name =
          close < 0 ? Optional.empty() : name(template.substring(inside, close), doubled, known);
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
    return new PromptText(template, pieces);
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

  /** The text around its placeholders: before the first, between each two, behind the last. */
  public List<String> literals() {
    return pieces.stream().map(Piece::text).toList();
  }

  /** Its placeholders as they are written, in order, as often as they are. */
  public List<String> written() {
    return pieces.stream().map(Piece::name).filter(Objects::nonNull).toList();
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
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '}') {
        return i;
      }
      if (c == '{') {
        return -1;
      }
    }
    return -1;
  }

  /**
   * Likewise behind two braces, where single ones may stand inside: {@code {{ t({a: 1}) }}}. Looks
   * no further than the next two, so that every part of a text is looked at twice at most.
   */
  private static int endOfDouble(String text, int from) {
    int single = endOfName(text, from);
    if (single >= 0) {
      return single;
    }
    for (int i = from; i + 1 < text.length(); i++) {
      char c = text.charAt(i);
      if (c == text.charAt(i + 1) && (c == '}' || c == '{')) {
        return c == '}' ? i : -1;
      }
    }
    return -1;
  }

  private static Optional<String> name(String inside, boolean doubled, Predicate<String> known) {
    String name = seen(inside);
    boolean isName =
        !name.isEmpty()
            && name.codePoints().anyMatch(c -> Character.isLetterOrDigit(c) || c == '_')
            && (doubled
                ? "\"'[{".indexOf(name.charAt(0)) < 0
                : inside.indexOf('\n') < 0 && isUnknownName(name));
    return Optional.of(name).filter(n -> isName || !n.isEmpty() && known.test(ColumnName.key(n)));
  }

  /** {@code text} without what nobody sees at its ends. */
  private static String seen(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isUnseen(text.codePointAt(begin))) {
      begin += Character.charCount(text.codePointAt(begin));
    }
    while (end > begin && isUnseen(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(begin, end);
  }

  private static boolean isUnseen(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /** Whether {@code name} is one even where nobody knows it; {@code {!Contact.Name}} is. */
  private static boolean isUnknownName(String name) {
    return name.length() <= LONGEST_UNKNOWN
        && "'’(".indexOf(name.charAt(0)) < 0
        && name.codePoints().allMatch(PromptText::isOfName);
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
