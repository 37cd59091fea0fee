package peal.ingest.csv;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import peal.numbers.NumberReader;
import peal.numbers.Reading;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;

/**
 * Reads each row's number in the country that its own column {@code country} names, else in the
 * file's. A country that nobody knows lets no national number in: the file's would be a guess at
 * another person. Used by one thread.
 */
final class RowNumbers {
  private static final String COUNTRY = "country";
  private static final int LONGEST_SHOWN = 40;

  /** Delimiters that one cell has in it, as far as anybody looks. */
  private static final int MOST_SHIFTED = 5;

  private final Header header;
  private final NumberReader standard;
  private final NumberReader ofNoCountry = new NumberReader(Optional.empty());

  /** There are some 250 regions, so this stays small. */
  private final Map<String, NumberReader> ofCountries = new HashMap<>();

  private final int country;

  RowNumbers(Header header, NumberReader standard) {
    this.header = header;
    this.standard = standard;
    this.country = header.indexOf(COUNTRY).orElse(-1);
  }

  /**
   * Whether the number may stand further to the right: a cell there has one, too.
   *
   * @param by cells that the row has beyond its header
   */
  boolean isShifted(List<String> cells, int by) {
    int last = Math.min(header.number() + Math.min(by, MOST_SHIFTED), cells.size() - 1);
    return IntStream.rangeClosed(header.number() + 1, last)
        .anyMatch(i -> readerOf(country(cells)).read(cells.get(i)) instanceof Read);
  }

  private String country(List<String> cells) {
    return country < 0 ? "" : Blanks.strip(header.valueAt(country, cells));
  }

  Reading read(List<String> cells) {
    String named = country(cells);
    Reading reading = readerOf(named).read(header.numberIn(cells));
    return reading instanceof Refused refused && refused.code().equals("no_country")
        ? new Refused(refused.code(), refused.message() + advice(named))
        : reading;
  }

  private static String advice(String named) {
    return named.isEmpty()
        ? " Or send the form field defaultRegion, such as US."
        : " Its column country has '%s', which names no country. Write its ISO 3166 code, such as US."
            .formatted(named.length() > LONGEST_SHOWN ? named.substring(0, LONGEST_SHOWN) : named);
  }

  private NumberReader readerOf(String named) {
    if (named.isEmpty()) {
      return standard;
    }
    return NumberReader.region(named)
        .map(region ->
            ofCountries.computeIfAbsent(region, iso -> new NumberReader(Optional.of(iso))))
        .orElse(ofNoCountry);
  }
}
