package peal.domain.forecast;

import java.util.Locale;

/** What kept a dial from being made before. */
public enum Wait {
  /** The batch had not begun. */
  START,
  /** Nobody may be called there at that time of the day. */
  HOURS,
  /** It was to be dialed again only then. */
  RETRY,
  /** Others were before it, as fast as dials may follow each other. */
  PACE,
  /** As many calls as there may be at once were being made. */
  CONCURRENCY;

  /** The API's word. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
