package peal.service.kafka;

/**
 * What a row of a table counts, in bytes. As objects a row takes two to four times what was
 * written, but for what is nearly nothing but structure: an empty object is two characters, and 56
 * bytes of the heap. So no value counts less than {@value #VALUE} bytes.
 */
public final class RowWeight {
  private static final int VALUE = 40;

  private RowWeight() {}

  /** What a row counts that is written as {@code json}. */
  public static int of(byte[] json) {
    int values = 0;
    boolean text = false;
    for (int i = 0; i < json.length; i++) {
      byte at = json[i];
      if (text && at == '\\') {
        i++;
      } else if (at == '"') {
        text = !text;
      } else if (!text && (at == ',' || at == '{' || at == '[')) {
        values++;
      }
    }
    return Math.max(json.length, (int) Math.min(Integer.MAX_VALUE, (long) VALUE * values));
  }
}
