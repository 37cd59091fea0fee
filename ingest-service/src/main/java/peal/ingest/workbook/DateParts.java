package peal.ingest.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import peal.ingest.workbook.FormatText.Token;

/** Finds out whether a section of a format shows a date, and what its letters stand for. */
final class DateParts {
  /** A month, where {@code m} is a minute. */
  static final char MONTH = 'M';

  /** Of a second, a dot for each of its digits. */
  static final char FRACTION = '.';

  /** Characters that no format of dates has, but for zeros behind seconds. */
  private static final String NO_DATE = "0#?@%";

  /** Something shown, or a run of one letter of a date, {@code [h]} and the like among them. */
  record Part(boolean literal, String text) {
    char letter() {
      return literal ? 0 : text.charAt(0);
    }

    /** The letter, hours that are counted on being hours. */
    private char unit() {
      return letter() == '[' ? text.charAt(1) : letter();
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private FormatLanguage language = FormatLanguage.NONE;
  private boolean date;
  private boolean clear;
  private boolean unknown;

  private DateParts() {}

  /** The parts of {@code section}; empty where it is none of dates. */
  static Optional<DateParts> of(List<Token> section) {
    DateParts read = new DateParts();
    for (int i = 0; i < section.size(); i++) {
      Token token = section.get(i);
      int zeros = token.code(".") && read.endsInSeconds() ? zeros(section, i) : 0;
      if (zeros > 0) {
        read.add(false, String.valueOf(FRACTION).repeat(zeros));
        i += zeros;
      } else if (!read.takes(token)) {
        return Optional.empty();
      }
    }
    read.tellMonths();
    // A word in which such letters stand by chance is no date.
    return read.date && (read.clear || !read.unknown) ? Optional.of(read) : Optional.empty();
  }

  List<Part> parts() {
    return parts;
  }

  FormatLanguage language() {
    return language;
  }

  /** Whether something in it means what nobody here knows. */
  boolean hasUnknown() {
    return unknown;
  }

  private void add(boolean literal, String text) {
    parts.add(new Part(literal, text));
  }

  private boolean endsInSeconds() {
    return !parts.isEmpty() && parts.getLast().unit() == 's';
  }

  /** Zeros behind the dot at {@code point}. */
  private static int zeros(List<Token> section, int point) {
    int end = point + 1;
    while (end < section.size() && section.get(end).code("0")) {
      end++;
    }
    return end - point - 1;
  }

  private boolean takes(Token token) {
    switch (token.kind()) {
      case LITERAL -> add(true, token.text());
      case BRACKET -> bracket(token.text());
      case CODE -> {
        return code(token);
      }
    }
    return true;
  }

  private void bracket(String text) {
    if (text.startsWith("$")) {
      add(true, FormatLanguage.currency(text));
      language = FormatLanguage.of(text);
    } else if (isElapsed(text)) {
      add(false, "[" + text.toLowerCase(Locale.ROOT));
      date = true;
      clear = true;
    }
  }

  private static boolean isElapsed(String bracket) {
    return !bracket.isEmpty()
        && "hmsHMS".indexOf(bracket.charAt(0)) >= 0
        && bracket.chars().allMatch(c -> c == bracket.charAt(0));
  }

  private boolean code(Token token) {
    String text = token.text();
    char letter = token.dateLetter();
    if (letter != 0) {
      date = true;
      clear |= letter != 'e' && text.length() >= ("ga".indexOf(letter) >= 0 ? 3 : 2);
      unknown |= letter == 'b' || letter == 'a' && text.length() < 3;
      add(false, text);
    } else if (text.equals(FormatText.GENERAL) || NO_DATE.contains(text)) {
      return false;
    } else {
      boolean word = text.length() > 1;
      unknown |= !word && Character.isLetter(text.charAt(0));
      add(!word, text);
    }
    return true;
  }

  /** One or two m are minutes behind hours and before seconds, and else a month. */
  private void tellMonths() {
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if ("ymdhsegb[".indexOf(parts.get(i).letter()) >= 0) {
        codes.add(i);
      }
    }
    char before = 0;
    for (int i = 0; i < codes.size(); i++) {
      Part part = parts.get(codes.get(i));
      char after = i + 1 < codes.size() ? parts.get(codes.get(i + 1)).unit() : 0;
      int length = part.text().length();
      if (part.letter() == 'm' && (length > 2 || before != 'h' && after != 's')) {
        parts.set(codes.get(i), new Part(false, String.valueOf(MONTH).repeat(length)));
      }
      before = part.unit();
    }
  }
}
