package peal.ingest.workbook;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.poi.util.LocaleID;

/**
 * The language in which a format names months and days.
 *
 * @param locale English where the format names none, and without a language where it names one that
 *     is not known
 * @param ofReader whether the format says: as the reader's computer does, or counts the years by a
 *     calendar that is not known here
 */
record FormatLanguage(Locale locale, boolean ofReader) {
  /** Nothing is said of it. */
  static final FormatLanguage NONE = new FormatLanguage(Locale.US, false);

  private static final FormatLanguage READERS = new FormatLanguage(Locale.US, true);

  private static final Set<String> KNOWN =
      Stream.of(Locale.getAvailableLocales())
          .map(Locale::getLanguage)
          .collect(Collectors.toUnmodifiableSet());

  private static final int LONG_DATE = 0xF800;
  private static final int TIME = 0xF400;
  private static final int LANGUAGE = 0xFFFF;
  private static final int CALENDAR = 0xFF;

  /** The language in {@code $-de-DE}, or {@code $-407} by Windows' number of it. */
  static FormatLanguage of(String bracket) {
    int dash = bracket.indexOf('-');
    String tag = dash < 0 ? "" : bracket.substring(dash + 1).split(",", 2)[0].strip();
    if (tag.isEmpty()) {
      return NONE;
    }
    if (tag.startsWith("x-sys")) {
      return READERS;
    }
    return isNumber(tag) ? of(Long.parseLong(tag, 16)) : named(tag);
  }

  /** What is shown of {@code $€-407}. */
  static String currency(String bracket) {
    int dash = bracket.indexOf('-');
    return bracket.substring(1, dash < 0 ? bracket.length() : dash);
  }

  private static FormatLanguage named(String tag) {
    Locale locale = Locale.forLanguageTag(tag);
    return new FormatLanguage(KNOWN.contains(locale.getLanguage()) ? locale : Locale.ROOT, false);
  }

  /** Two letters are a tag, be they digits of base 16 or not. */
  private static boolean isNumber(String tag) {
    return tag.length() <= 8
        && tag.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)
        && (tag.length() != 2 || tag.chars().anyMatch(Character::isDigit));
  }

  private static FormatLanguage of(long number) {
    int language = (int) (number & LANGUAGE);
    // 1 is the calendar of the west.
    if (language == LONG_DATE || language == TIME || (number >> 16 & CALENDAR) > 1) {
      return READERS;
    }
    // With these bits it asks for names as they are bent beside a day.
    boolean bent = (language & LONG_DATE) == LONG_DATE;
    LocaleID id = LocaleID.lookupByLcid(bent ? language & ~LONG_DATE : language);
    return named(id == null ? "" : id.getLanguageTag());
  }
}
