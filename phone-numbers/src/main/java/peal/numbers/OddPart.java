package peal.numbers;

import static peal.numbers.NumberReader.refused;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.numbers.Reading.Refused;

/** Names what is left of a text that cannot be part of a number. */
final class OddPart {
  private static final Pattern ALLOWED = Pattern.compile("\\+?[\\d .-]*\\d[ -]*");
  private static final Pattern NEGATIVE = Pattern.compile("-[ -]*\\d.*");
  private static final String DAY = "(?:0?[1-9]|[12]\\d|3[01])";
  private static final String MONTH = "(?:0?[1-9]|1[0-2])";

  /** Also with a time; of two digits for the year only where dots or dashes are between them. */
  private static final Pattern DATE =
      Pattern.compile(
          ("(?:(?:19|20)YY([ .-])MM\\1DD|DD([ .-])DD\\2(?:19|20)YY|DD([.-])MM\\3YY|YY-MM-DD)"
                  + "(?:[ -]+\\d{1,2}(?:[ .]?\\d{2}){0,2})?")
              .replace("YY", "\\d\\d")
              .replace("MM", MONTH)
              .replace("DD", DAY));

  /** Four numbers up to 255; groups of a phone number have more than one digit. */
  private static final Pattern NETWORK_ADDRESS =
      Pattern.compile(
          "(?=.*\\.\\d(?:\\..*)?$)(?:(?:^|\\.)(?:\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])){4}");

  private static final Pattern WORD = Pattern.compile("(?U)\\p{L}[\\p{L}\\p{M}'’]*");

  private OddPart() {}

  /**
   * Why {@code open} is no number; empty where only digits, a leading + and separators are left.
   *
   * @param open the text without parentheses around digits
   */
  static Optional<Refused> refusal(String open) {
    if (open.startsWith("=")) {
      return not("It is a formula of a spreadsheet. Put the number itself into the cell, as text.");
    }
    if (open.chars().noneMatch(Character::isDigit)) {
      return not("There is no digit in it. Put a number there, or leave it out.");
    }
    if (open.startsWith("*") || open.startsWith("#")) {
      return not(
          "It is a code of the phone network, not a number. Remove what begins with * or #.");
    }
    if (NEGATIVE.matcher(open).matches()) {
      return not(
          "A minus stands before it. A spreadsheet may have calculated it, as it does with"
              + " +45-20123456: put the number itself into the cell, as text.");
    }
    if (DATE.matcher(open).matches()) {
      return not("It is a date. Put the number there, or name the column that has it.");
    }
    if (NETWORK_ADDRESS.matcher(open).matches()) {
      return not("It is the address of a computer. Name the column that has the number.");
    }
    Matcher word = WORD.matcher(open);
    if (word.find()) {
      return not(
          "'%s is no part of a number. Leave digits only, and write letters of a keypad as digits."
              .formatted(word.group() + foreign(word.group())));
    }
    if (ALLOWED.matcher(open).matches()) {
      return Optional.empty();
    }
    return not(reason(open));
  }

  /** The closing quote, and the name of a letter that may look like another one. */
  private static String foreign(String word) {
    return word.codePoints()
        .filter(c -> c > '\u007F')
        .mapToObj(c -> "' (" + name(c) + ")")
        .findFirst()
        .orElse("'");
  }

  private static String reason(String open) {
    for (int i = 0; i < open.length(); i++) {
      int c = open.codePointAt(i);
      switch (c) {
        case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '-' -> {
          // Belongs to a number.
        }
        case '+' -> {
          if (i > 0) {
            return "A + stands inside of it. It may only be the first character; remove it or what"
                + " is before it.";
          }
        }
        case '.' -> {
          if (open.substring(0, i).chars().noneMatch(Character::isDigit)) {
            return "A dot stands before the first digit. Remove it.";
          }
        }
        case '(', ')' -> {
          return "A parenthesis has no partner with digits between them. Add the other one or"
              + " remove it.";
        }
        default -> {
          return "The character %s is no part of a number. Remove it.".formatted(name(c));
        }
      }
    }
    return "A separator stands before its +. Remove it.";
  }

  /** The character itself where it can be seen, and its name. */
  private static String name(int c) {
    String number = "U+%04X %s".formatted(c, Character.getName(c));
    boolean visible = c > ' ' && c < 0x7F;
    return visible ? "'%s'".formatted(Character.toString(c)) : number.toUpperCase(Locale.ROOT);
  }

  private static Optional<Refused> not(String message) {
    return Optional.of(refused("not_a_number", message));
  }
}
