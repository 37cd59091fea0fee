package peal.dialer.carrier;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a carrier tells, made fit to be written. Kafka refuses records that lie too far ahead of its
 * own time or are too large, so an end with a wrong clock or an endless transcript would be lost,
 * and lost again each time it is asked for.
 */
public final class Told {
  /** Most of a transcript that is kept, in bytes of UTF-8. */
  public static final int LONGEST_TRANSCRIPT = 256 * 1024;

  /** Most of any other text that is kept, in bytes of UTF-8. */
  public static final int LONGEST_WORDS = 2 * 1024;

  private static final String CUT = " [cut off here: too long]";

  /** No call of ours is older; what lies before it was meant in another unit. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private Told() {}

  /**
   * The time that the carrier tells, or {@code now} where that cannot be: it lies ahead, or before
   * the year 2000. A carrier may send local time, seconds or microseconds.
   */
  public static Instant time(Instant told, Instant now) {
    return told.isAfter(now) || told.isBefore(FIRST) ? now : told;
  }

  /** At most {@value #LONGEST_TRANSCRIPT} bytes of a transcript; null stays null. */
  public static String transcript(String told) {
    return cut(told, LONGEST_TRANSCRIPT);
  }

  /** At most {@value #LONGEST_WORDS} bytes of any other text; null stays null. */
  public static String words(String told) {
    return cut(told, LONGEST_WORDS);
  }

  /** Whole characters, and where any are left out a mark at the end that says so. */
  private static String cut(String text, int most) {
    if (text == null || text.length() <= most / 3 || bytes(text) <= most) {
      return text;
    }
    int left = most - CUT.length();
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      left -= bytes(character);
      if (left < 0) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end) + CUT;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static int bytes(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}
