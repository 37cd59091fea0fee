package peal.domain;

/**
 * The name of a do-not-call list of a workspace: 1 to {@value #LONGEST} characters, lower-case
 * letters, digits and hyphens. It is part of keys, and stands in answers.
 *
 * @param value the name
 */
public record DoNotCallList(String value) {
  /** Longest name, characters. */
  public static final int LONGEST = 40;

  private static final Alphabet ALPHABET = new Alphabet("abcdefghijklmnopqrstuvwxyz0123456789-");

  /** Where those are put who say on the phone that they want no more calls; holds everywhere. */
  public static final DoNotCallList OPT_OUT = new DoNotCallList("opt-out");

  /** Refuses anything else. */
  public DoNotCallList {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a list's name is 1-" + LONGEST + " lower-case letters, digits and hyphens");
    }
  }

  /** Whether {@code text} could be the name of a list. */
  public static boolean isValid(String text) {
    return text != null && ALPHABET.spells(text, 0, text.length(), LONGEST);
  }

  @Override
  public String toString() {
    return value;
  }
}
