package peal.ingest.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a number format, taken apart: its sections, and in each what is shown as it stands
 * and what stands for something. Whoever sends a workbook writes its formats, so one is read once
 * from left to right, without regular expressions.
 */
final class FormatText {
  /** Characters that a format may have: Excel's own bound. */
  static final int LONGEST = 255;

  /** Shows a number without any format; {@code @} does likewise. */
  static final String GENERAL = "General";

  static final String HALVES_OF_DAY = "AM/PM";
  static final String HALVES_IN_SHORT = "A/P";
  static final String HALVES_IN_CHINESE = "上午/下午";

  private static final List<String> WORDS =
      List.of(GENERAL, HALVES_OF_DAY, HALVES_IN_SHORT, HALVES_IN_CHINESE);

  /** Letters of which several in a row are one code. */
  private static final String DATE_LETTERS = "ymdhsegba";

  /** What a piece of a format is. */
  enum Kind {
    /** Shown as it stands: quoted, escaped, a blank of some width, or in no code's script. */
    LITERAL,
    /** What stands in brackets: a language, a colour, a condition, hours that are counted on. */
    BRACKET,
    /** One of {@link #WORDS}, a run of one letter of a date in lower case, or one character. */
    CODE
  }

  /** A piece of a format. */
  record Token(Kind kind, String text) {
    boolean code(String which) {
      return kind == Kind.CODE && text.equals(which);
    }

    /** The letter of a date that it is a run of; 0 where it is none. */
    char dateLetter() {
      boolean run =
          kind == Kind.CODE && !WORDS.contains(text) && DATE_LETTERS.indexOf(text.charAt(0)) >= 0;
      return run ? text.charAt(0) : 0;
    }
  }

  private final String format;
  private final List<List<Token>> sections = new ArrayList<>();
  private List<Token> section = new ArrayList<>();
  private int at;

  private FormatText(String format) {
    this.format = format;
  }

  /** The sections of {@code format}; none where it is too long, or a quote or bracket is open. */
  static List<List<Token>> sections(String format) {
    FormatText text = new FormatText(format);
    return format.length() <= LONGEST && text.read() ? text.sections : List.of();
  }

  private boolean read() {
    boolean sound = true;
    while (sound && at < format.length()) {
      sound = next(format.codePointAt(at));
    }
    sections.add(section);
    return sound;
  }

  private boolean next(int c) {
    int size = Character.charCount(c);
    switch (c) {
      case ';' -> {
        sections.add(section);
        section = new ArrayList<>();
        at++;
      }
      case '"' -> {
        return enclosed(Kind.LITERAL, '"');
      }
      case '[' -> {
        return enclosed(Kind.BRACKET, ']');
      }
      case '\\', '_', '*' -> {
        return escaped((char) c);
      }
      default -> {
        if (!word()) {
          take(
              c > '\u007F' ? Kind.LITERAL : Kind.CODE,
              DATE_LETTERS.indexOf(Character.toLowerCase(c)) < 0 ? size : run());
        }
      }
    }
    return true;
  }

  private boolean enclosed(Kind kind, char end) {
    int close = format.indexOf(end, at + 1);
    if (close < 0) {
      return false;
    }
    section.add(new Token(kind, format.substring(at + 1, close)));
    at = close + 1;
    return true;
  }

  /** Shown itself, as a blank of its width, or so often that the cell is full: not at all. */
  private boolean escaped(char by) {
    int from = at + 1;
    if (from == format.length()) {
      return false;
    }
    at = from + Character.charCount(format.codePointAt(from));
    if (by != '*') {
      section.add(new Token(Kind.LITERAL, by == '_' ? " " : format.substring(from, at)));
    }
    return true;
  }

  private boolean word() {
    for (String word : WORDS) {
      if (format.regionMatches(true, at, word, 0, word.length())) {
        section.add(new Token(Kind.CODE, word));
        at += word.length();
        return true;
      }
    }
    return false;
  }

  private int run() {
    int end = at;
    while (end < format.length()
        && Character.toLowerCase(format.charAt(end)) == Character.toLowerCase(format.charAt(at))) {
      end++;
    }
    return end - at;
  }

  private void take(Kind kind, int size) {
    String text = format.substring(at, at + size);
    boolean letters =
        kind == Kind.CODE && DATE_LETTERS.indexOf(text.toLowerCase(Locale.ROOT).charAt(0)) >= 0;
    section.add(new Token(kind, letters ? text.toLowerCase(Locale.ROOT) : text));
    at += size;
  }
}
