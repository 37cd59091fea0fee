package peal.numbers;

import static peal.numbers.NumberReader.refused;

import java.util.Optional;
import peal.numbers.Reading.Doubt;
import peal.numbers.Reading.Refused;

/** What the numbering plans' answers mean, in words. */
final class Verdicts {
  private Verdicts() {}

  /**
   * Nobody says whose number it is.
   *
   * @param zeros whether it begins with 00
   * @param meant the number that it is with a plus, where there is one
   */
  static Refused noCountry(boolean zeros, Optional<String> meant) {
    String start =
        zeros
            ? "It begins with 00, which not every country reads alike. Write + in place of the 00"
            : "It has no + and country code, so its country is unknown. Add them";
    return refused(
        "no_country",
        start
            + meant
                .map(number -> "; if its own first digits are the country code, it is " + number)
                .orElse(", as in +14155550123")
            + ".");
  }

  /**
   * It is likelier another number.
   *
   * @param region whose national numbers are let in
   * @param national what it would be there, in E.164
   * @param owner the other region; may be none, or one for the whole world
   * @param other the number that it is with a plus, in E.164
   */
  static Refused otherCountry(
      String region, Optional<String> national, String owner, String other) {
    String of = owner == null || owner.length() != 2 ? "" : " of " + owner;
    String said =
        national
            .map(number -> "It may be %s in %s, or %s%s. ".formatted(number, region, other, of))
            .orElseGet(() ->
                "It is no number of %s, but %s would be one%s. ".formatted(region, other, of));
    return notGuessed(said);
  }

  /**
   * Its own country code may stand before it without a plus, or once too often.
   *
   * @param national what it is if that is no country code, in E.164
   * @param other what it is without the code, in E.164
   */
  static Refused ownCode(Optional<String> national, String other) {
    String said =
        national
            .map(number -> "It may be %s, or its first digits are".formatted(number))
            .orElse("Its first digits may be");
    return notGuessed(said + " the country code of " + other + ". ");
  }

  private static Refused notGuessed(String said) {
    return refused(
        "other_country", said + "Nobody is guessed at: write the one that is meant, with its +.");
  }

  static Refused noSuchCountry() {
    return refused(
        "invalid_country_code",
        "What follows the + is no country code. Write + and country code, without zeros before it,"
            + " as in +14155550123.");
  }

  static Refused tooLong() {
    return refused(
        "too_long",
        "It has more digits than any number of its country. Look for a second number or an"
            + " extension, and remove it.");
  }

  /**
   * Too long only because of what stands before the area code.
   *
   * @param number what it is without that, in E.164
   */
  static Refused tooLong(String prefix, String number) {
    return refused(
        "too_long",
        "It has more digits than any number of its country. Without the %s before its area code it would be %s: write it so, if that is meant."
            .formatted(prefix, number));
  }

  static Refused tooShort() {
    return refused(
        "too_short",
        "It has fewer digits than any number of its country. Look for an area code or a digit that"
            + " is missing.");
  }

  /** Of the right length only with {@code prefix}, which is no part of it. */
  static Refused tooShort(String prefix) {
    return refused(
        "too_short",
        "Without the %s before its area code it has fewer digits than any number of its country. Look for a digit that is missing."
            .formatted(prefix));
  }

  static boolean isTooShort(Reading reading) {
    return reading instanceof Refused refused && refused.code().equals("too_short");
  }

  static Refused invalidLength() {
    return refused(
        "invalid_length",
        "No number of its country has as many digits. Look for a digit that is missing or there"
            + " twice.");
  }

  static Refused emergency() {
    return refused(
        "emergency_number", "It is an emergency number, which is never dialed. Leave it out.");
  }

  /** {@code prefix} may be part of the number. */
  static Refused keptZero(String prefix) {
    return refused(
        "not_a_number",
        "The %s before the area code may or may not be dialed in this country. Leave it out, and write + and the country code."
            .formatted(prefix));
  }

  static Refused day() {
    return refused(
        "not_a_number",
        "It may be a date. Name the column that has the number, or write it with the zero before"
            + " its area code, or with + and country code.");
  }

  static Refused ambiguous() {
    return refused(
        "not_a_number",
        "It can be read as more than one number of its country. Look for a zero or a prefix that is"
            + " there twice.");
  }

  static Doubt shorter() {
    return new Doubt(
        "too_short",
        "It has fewer digits than numbers of its country have. It will be dialed all the same.");
  }

  static Doubt doubtful() {
    return new Doubt(
        "doubtful_number",
        "The numbering plans know no such number. It will be dialed all the same.");
  }

  /** Whether {@code doubt} is that the plans know no such number. */
  static boolean isOfNobody(Doubt doubt) {
    return doubt.equals(doubtful()) || doubt.equals(shorter());
  }

  static Doubt premium() {
    return new Doubt(
        "premium_number",
        "It is a service or premium number, which may cost extra. It will be dialed all the same.");
  }
}
