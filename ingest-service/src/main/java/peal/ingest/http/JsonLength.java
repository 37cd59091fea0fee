package peal.ingest.http;

import java.util.Collection;
import java.util.Map;

/** About how many bytes a value takes as JSON: its texts, of which a character can take six. */
final class JsonLength {
  private JsonLength() {}

  /** The texts of {@code value}, and of what it holds; other values count as eight bytes. */
  static long of(Object value) {
    return switch (value) {
      case CharSequence text -> 2 + text.chars().mapToLong(JsonLength::ofCharacter).sum();
      case Map<?, ?> map ->
          map.entrySet().stream().mapToLong(e -> of(e.getKey()) + of(e.getValue())).sum();
      case Collection<?> all -> all.stream().mapToLong(JsonLength::of).sum();
      case null, default -> 8;
    };
  }

  private static int ofCharacter(int character) {
    if (character < ' ') {
      return 6;
    }
    return character == '"' || character == '\\' ? 2 : character < 0x80 ? 1 : 3;
  }
}
