package peal.ingest.csv;

/** Characters that leave no ink: blanks of every kind, and format characters. */
final class Blanks {
  /** Some programs still end files with it, as CP/M did. */
  private static final char OLD_END_OF_FILE = '\u001A';

  private Blanks() {}

  /** Whether {@code text} has nothing else. */
  static boolean blank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!blank(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code text} without those at its ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && blank(text.charAt(start))) {
      start++;
    }
    while (end > start && blank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean blank(char c) {
    return c == OLD_END_OF_FILE
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT;
  }
}
