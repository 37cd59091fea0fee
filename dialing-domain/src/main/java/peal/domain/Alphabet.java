package peal.domain;

/**
 * The characters that a part of a name may have. Names are read with every record; a pattern costs
 * ten times as much as looking at each character.
 */
final class Alphabet {
  /** Lower-case letters and digits. */
  static final Alphabet TOKEN = new Alphabet("abcdefghijklmnopqrstuvwxyz0123456789");

  /** Digits, of ASCII only. */
  static final Alphabet DIGITS = new Alphabet("0123456789");

  private final boolean[] has = new boolean[128];

  /** Of these characters, all of them ASCII. */
  Alphabet(String characters) {
    characters.chars().forEach(c -> has[c] = true);
  }

  /**
   * Whether the part of {@code text} from one index up to another has 1 to {@code most} characters,
   * each of this alphabet.
   */
  boolean spells(String text, int from, int to, int most) {
    if (to <= from || to - from > most) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= has.length || !has[c]) {
        return false;
      }
    }
    return true;
  }
}
