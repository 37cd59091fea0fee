package peal.ingest.csv;

/** Finds characters that are no text and that nobody can say. */
public final class ControlCharacter {
  private ControlCharacter() {}

  /** Where the first of {@code value} stands, else -1; tabs, breaks of lines and pages are text. */
  public static int in(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean breaks = c >= '\t' && c <= '\r' || c == '\u0085';
      if (Character.isISOControl(c) && !breaks) {
        return i;
      }
    }
    return -1;
  }
}
