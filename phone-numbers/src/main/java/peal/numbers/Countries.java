package peal.numbers;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import peal.domain.ColumnName;

/**
 * Which region a text names: by its two letters, by the three of ISO 3166, or by its name in its
 * own languages and in those below, as Unicode's CLDR has them in this JDK. A name of two regions,
 * such as Congo, names none. Thread-safe.
 */
final class Countries {
  /** No country's name is longer, and accents without end take the square of their number. */
  private static final int LONGEST = 200;

  private static final String SEVERAL = "";

  /** What address books write and CLDR says in another way. */
  private static final Map<String, String> FURTHER =
      Map.ofEntries(
          Map.entry("UK", "GB"),
          Map.entry("Great Britain", "GB"),
          Map.entry("England", "GB"),
          Map.entry("Scotland", "GB"),
          Map.entry("Wales", "GB"),
          Map.entry("Northern Ireland", "GB"),
          Map.entry("United States of America", "US"),
          Map.entry("Republic of Ireland", "IE"),
          Map.entry("The Netherlands", "NL"),
          Map.entry("Holland", "NL"),
          Map.entry("Czech Republic", "CZ"),
          Map.entry("Russian Federation", "RU"),
          Map.entry("Turkey", "TR"),
          Map.entry("UAE", "AE"),
          Map.entry("Hong Kong", "HK"),
          Map.entry("Macau", "MO"),
          Map.entry("Viet Nam", "VN"),
          Map.entry("Republic of Korea", "KR"),
          Map.entry("Korea, Republic of", "KR"),
          Map.entry("Ivory Coast", "CI"),
          // Of the two, some languages call one by it alone.
          Map.entry("Congo", SEVERAL));

  private static final Set<String> LANGUAGES = Set.of("en", "de", "fr", "es", "pt", "it", "nl");

  private Countries() {}

  static Optional<String> region(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String code = text.strip().replace(".", "").toUpperCase(Locale.ROOT);
    return PhoneNumberUtil.getInstance().getSupportedRegions().contains(code)
        ? Optional.of(code)
        : Optional.ofNullable(Names.REGIONS.get(key(text)))
            .filter(region -> !region.equals(SEVERAL));
  }

  /** Without case, blanks, dots and accents. */
  private static String key(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("[\\p{M}.]", "");
    return ColumnName.key(plain);
  }

  /** Made when the first text comes that is no code of two letters. */
  private static final class Names {
    static final Map<String, String> REGIONS = new HashMap<>();

    static {
      Set<String> regions = PhoneNumberUtil.getInstance().getSupportedRegions();
      for (String region : regions) {
        Locale country = new Locale.Builder().setRegion(region).build();
        LANGUAGES.forEach(
            language -> put(country.getDisplayCountry(Locale.forLanguageTag(language)), region));
      }
      Stream.of(Locale.getAvailableLocales())
          .filter(locale -> regions.contains(locale.getCountry()))
          .forEach(locale -> put(locale.getDisplayCountry(locale), locale.getCountry()));
      Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2).stream()
          .filter(regions::contains)
          .forEach(region ->
              put(new Locale.Builder().setRegion(region).build().getISO3Country(), region));
      FURTHER.forEach((name, region) -> REGIONS.put(key(name), region));
    }

    private static void put(String name, String region) {
      REGIONS.merge(key(name), region, (one, other) -> one.equals(other) ? one : SEVERAL);
    }
  }
}
