package peal.domain;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * How names of columns, placeholders and variables are compared: without case, blanks, {@code _},
 * dashes and characters that nobody sees. {@code Phone Number}, {@code PHONE-NUMBER} and {@code
 * phoneNumber} are one name.
 */
public final class ColumnName {
  /** The longest that a column, a variable or a placeholder may have, characters. */
  public static final int LONGEST = 1_000;

  private static final int LONGEST_COMPARED = 100;

  private ColumnName() {}

  /**
   * What {@code name} is compared by: equal for two names exactly if they are the same name. Never
   * shown to anybody.
   */
  public static String key(String name) {
    // Of many marks behind one letter it takes the square; no name is longer.
    String composed =
        name.length() > LONGEST ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
    StringBuilder kept = new StringBuilder(composed.length());
    composed.codePoints().filter(ColumnName::counts).forEach(kept::appendCodePoint);
    // Upper case first: it is what makes ß equal to SS. The Turkish İ leaves its dot behind.
    String key =
        kept.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace("i\u0307", "i");
    return key.isEmpty() ? composed.strip() : key;
  }

  /** Whether {@code one} and {@code other} are the same name. */
  public static boolean same(String one, String other) {
    return key(one).equals(key(other));
  }

  /**
   * The one of {@code known} that {@code name} is in another spelling; empty if it is one of them.
   */
  public static Optional<String> respelled(String name, Collection<String> known) {
    if (known.contains(name)) {
      return Optional.empty();
    }
    String key = key(name);
    return known.stream().filter(one -> key(one).equals(key)).findFirst();
  }

  /**
   * The one of {@code names} that {@code name} was probably meant to be: at most a third of its
   * letters are others.
   */
  public static Optional<String> nearest(String name, Collection<String> names) {
    String key = key(name);
    String nearest = null;
    int least = Math.max(1, Math.min(key.length(), LONGEST_COMPARED) / 3) + 1;
    for (String other : names) {
      int distance = distance(key, key(other), least);
      if (distance < least) {
        least = distance;
        nearest = other;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Letters to change, add or take away; {@code enough} where it is more, or nobody cares. */
  private static int distance(String one, String other, int enough) {
    boolean far = Math.abs(one.length() - other.length()) >= enough;
    if (far || Math.max(one.length(), other.length()) > LONGEST_COMPARED) {
      return enough;
    }
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static boolean counts(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.DASH_PUNCTUATION ->
          false;
      default -> c != '_' && c != '\u2212';
    };
  }
}
