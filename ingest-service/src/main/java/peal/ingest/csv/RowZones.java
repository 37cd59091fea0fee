package peal.ingest.csv;

import java.util.List;
import peal.domain.PhoneNumber;
import peal.numbers.RecipientZones;

/**
 * Reads where each row rings, by its own columns {@code timezone} and {@code state} if it has them.
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

  /**
   * Index of the column {@code timezone} where what a row has there names no zone; else negative.
   */
  int bad(List<String> cells) {
    String text = value(timezone, cells);
    return text.isBlank() || RecipientZones.named(text).isPresent() ? -1 : timezone;
  }

  /** Where the row of {@code number} rings. */
  public RecipientZones.Found of(PhoneNumber number, List<String> cells) {
    return RecipientZones.of(number, value(timezone, cells), value(state, cells));
  }

  private String value(int column, List<String> cells) {
    return column < 0 ? "" : Blanks.strip(header.valueAt(column, cells));
  }
}
