package peal.numbers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody wrote, without what is not the number: characters that nobody sees, marks by which
 * spreadsheets and exports say "this is text", a {@code tel:}. Digits, signs and blanks of every
 * script become the plain ones.
 */
final class CellText {
  private static final Pattern FORMULA = Pattern.compile("=\"([^\"]*)\"");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern MARKED = Pattern.compile("(?s)(['’‘`])(.*?)\\1?");

  /** RFC 3966, and the prefix that lead forms of a social network export. */
  private static final Pattern SCHEME = Pattern.compile("(?is)(?:tel:(?://)?|p:)(.*)");

  /** Distance between a full-width character and the plain one. */
  private static final int FULL_WIDTH = 0xFEE0;

  private CellText() {}

  static String of(String cell) {
    StringBuilder plain = new StringBuilder(cell.length());
    cell.codePoints().forEach(c -> append(plain, c));
    String text = plain.toString().strip();
    text = inside(FORMULA, text, 1);
    text = inside(QUOTED, text, 1);
    text = inside(MARKED, text, 2);
    return inside(SCHEME, text, 1);
  }

  /** A run of blanks says no more than one; patterns would look at it from each of its places. */
  private static void appendBlank(StringBuilder plain) {
    if (plain.isEmpty() || plain.charAt(plain.length() - 1) != ' ') {
      plain.append(' ');
    }
  }

  private static String inside(Pattern mark, String text, int group) {
    Matcher marked = mark.matcher(text);
    return marked.matches() ? marked.group(group).strip() : text;
  }

  private static void append(StringBuilder plain, int c) {
    if (c >= '！' && c <= '～') {
      append(plain, c - FULL_WIDTH);
      return;
    }
    switch (Character.getType(c)) {
      case Character.FORMAT -> {
        // Nobody sees it.
      }
      case Character.DECIMAL_DIGIT_NUMBER -> plain.append(Character.digit(c, 10));
      case Character.DASH_PUNCTUATION -> plain.append('-');
      case Character.SPACE_SEPARATOR -> appendBlank(plain);
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> plain.append('\n');
      default -> {
        switch (c) {
          case '\u2212' -> plain.append('-');
          case '\t', '\u000B', '\f' -> appendBlank(plain);
          case '\r', '\u0085' -> plain.append('\n');
          case '\uFE0F' -> {
            // Asks for a coloured picture of the character before it.
          }
          default -> plain.appendCodePoint(c);
        }
      }
    }
  }
}
