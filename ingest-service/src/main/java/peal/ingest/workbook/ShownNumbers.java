package peal.ingest.workbook;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.ss.usermodel.DataFormatter;

/**
 * Numbers and dates as Excel shows them, but for whole numbers without a format: those are shown
 * with all their digits, where Excel falls back to 4.477E+11 for want of room. A double keeps 15
 * digits, so none is made up.
 */
final class ShownNumbers extends DataFormatter {
  private static final double MOST_EXACT = 1e15;

  /** Formats whose masks are remembered; a workbook with more has them read again. */
  private static final int REMEMBERED = 1_000;

  private final boolean from1904;
  private final Map<String, DigitMask> masks = new HashMap<>();

  /** {@code from1904}: whether the workbook counts its days from 1904, as old Macs did. */
  ShownNumbers(boolean from1904) {
    super(Locale.US);
    this.from1904 = from1904;
  }

  boolean from1904() {
    return from1904;
  }

  @Override
  public String formatRawCellContents(double value, int index, String format) {
    if (value == Math.rint(value) && Math.abs(value) < MOST_EXACT) {
      if (format == null || format.equalsIgnoreCase("General")) {
        return BigDecimal.valueOf(value).setScale(0).toPlainString();
      }
      Optional<String> masked = mask(format).show((long) value);
      if (masked.isPresent()) {
        return masked.get();
      }
    }
    return formatRawCellContents(value, index, format, from1904);
  }

  private DigitMask mask(String format) {
    if (masks.size() >= REMEMBERED && !masks.containsKey(format)) {
      masks.clear();
    }
    return masks.computeIfAbsent(format, DigitMask::of);
  }
}
