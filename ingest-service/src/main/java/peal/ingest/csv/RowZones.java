package peal.ingest.csv;

import java.util.List;
import java.util.Map;
import peal.domain.ColumnName;
import peal.domain.PhoneNumber;
import peal.numbers.RecipientZones;

/**
 * Reads where each row rings, by its own {@code timezone} and {@code state} if it has them:
 * columns, or, in a file that Peal has written, further values of a batch with more names than it
 * keeps.
 */
public final class RowZones {
  private static final String TIMEZONE = "timezone";
  private static final String STATE = "state";

  private final Header header;
  private final int timezone;
  private final int state;

  /** For rows below {@code header}. */
  public RowZones(Header header) {
    this.header = header;
    this.timezone = header.indexOf(TIMEZONE).orElse(-1);
    this.state = header.indexOf(STATE).orElse(-1);
  }

  /** Index of the column where the row names a zone that there is not; else negative. */
  int bad(List<String> cells) {
    String text = value(timezone, cells);
    if (text.isBlank()) {
      return known(further(TIMEZONE, cells)) ? -1 : header.others();
    }
    return known(text) ? -1 : timezone;
  }

  private static boolean known(String zone) {
    return zone.isBlank() || RecipientZones.named(zone).isPresent();
  }

  /** Where the row of {@code number} rings. */
  public RecipientZones.Found of(PhoneNumber number, List<String> cells) {
    return RecipientZones.of(number, told(timezone, TIMEZONE, cells), told(state, STATE, cells));
  }

  private String told(int column, String name, List<String> cells) {
    String text = value(column, cells);
    return text.isBlank() ? further(name, cells) : text;
  }

  private String value(int column, List<String> cells) {
    return column < 0 ? "" : Blanks.strip(header.valueAt(column, cells));
  }

  /** The value {@code name} of those that have no column of their own; empty if there is none. */
  private String further(String name, List<String> cells) {
    return header.further(cells).orElse(Map.of()).entrySet().stream()
        .filter(value -> value.getValue() != null && ColumnName.same(value.getKey(), name))
        .map(value -> Blanks.strip(value.getValue()))
        .findFirst()
        .orElse("");
  }
}
