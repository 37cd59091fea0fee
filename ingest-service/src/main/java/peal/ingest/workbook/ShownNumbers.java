package peal.ingest.workbook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;

/**
 * Numbers and dates as Excel shows them, but for whole numbers without a format: those are shown
 * with all their digits, where Excel falls back to 4.477E+11 for want of room. A number keeps 15
 * digits, so none is made up. Used by one thread.
 */
final class ShownNumbers {
  /** Digits of a number that Excel shows; what a double has beyond is made up by arithmetic. */
  private static final MathContext DIGITS = new MathContext(15);

  private static final int MOST_KNOWN = 500;
  private static final int SHORT_DATE = 14;
  private static final int SHORT_DATE_AND_TIME = 22;
  private static final BigDecimal MOST_EXACT = new BigDecimal("1e15");

  /** What stands between thousands; a phone number may have blanks and dots as it is. */
  private static final String GROUPING = ",'’";

  private static final BigDecimal LEAST_FRACTION = new BigDecimal("0.01");

  private final StylesTable styles;
  private final boolean from1904;
  private final DataFormatter others = new DataFormatter(Locale.US);

  /** The format of each style, by its index. */
  private final Map<String, String> formats = new HashMap<>();

  /** Formats that have been taken apart; a hostile workbook has as many as it has bytes. */
  private final Map<String, Style> known = new HashMap<>();

  private record Style(String format, CellFormat shape) {}

  private static final Style PLAIN = style(FormatText.GENERAL);

  /**
   * What a cell shows.
   *
   * @param text as anybody sees it
   * @param asNumber what it is where a phone number is wanted: not rounded, and its digits not
   *     grouped as an amount's are
   */
  record Shown(String text, String asNumber) {
    /** The same to everybody. */
    static Shown of(String text) {
      return new Shown(text, text);
    }
  }

  /**
   * For one workbook.
   *
   * @param styles null where it has none
   * @param from1904 whether it counts its days from 1904, as old Macs did
   */
  ShownNumbers(StylesTable styles, boolean from1904) {
    this.styles = styles;
    this.from1904 = from1904;
  }

  /** How a cell of {@code style}, the index that it names or null, shows {@code number}. */
  Shown show(double number, String style) {
    return show(number, styleOf(style));
  }

  /** How a format shows {@code number}. */
  Shown show(double number, int id, String format) {
    return show(number, style(byReader(id, format).orElse(format)));
  }

  /** How a cell of {@code style} shows what ISO 8601 writes as {@code text}. */
  Shown date(String text, String style) {
    Style of = styleOf(style);
    return IsoDate.when(text)
        .map(at -> DateUtil.getExcelDate(at, from1904))
        .filter(serial -> of.shape().showsDate(BigDecimal.valueOf(serial)))
        .map(serial -> show(serial, of))
        .orElseGet(() -> Shown.of(IsoDate.withoutMidnight(text)));
  }

  private Shown show(double number, Style style) {
    BigDecimal exact = BigDecimal.valueOf(number);
    if (style.shape().showsDate(exact)) {
      return Shown.of(style.shape().show(exact, from1904, this::general).orElseThrow());
    }
    BigDecimal value = exact.round(DIGITS);
    String text =
        style
            .shape()
            .show(value, from1904, this::general)
            .orElseGet(() -> other(value, style.format()));
    return new Shown(text, asNumber(value, text));
  }

  /** Exponents and fractions; a format without room for a digit is none, nor is an endless one. */
  private String other(BigDecimal value, String format) {
    return format.length() <= FormatText.LONGEST
            && format.chars().anyMatch(c -> DigitMask.PLACES.indexOf(c) >= 0)
        ? others.formatRawCellContents(value.doubleValue(), 0, format, from1904)
        : general(value);
  }

  private String general(BigDecimal value) {
    return isWhole(value) && value.abs().compareTo(MOST_EXACT) < 0
        ? value.setScale(0).toPlainString()
        : others.formatRawCellContents(value.doubleValue(), 0, FormatText.GENERAL);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  /**
   * A fraction that is not shown tells that the cell is an amount; its first two digits are enough
   * to say so, and never taken for digits of a number. Digits that are shown as thousands are those
   * of the number; with an exponent they are lost.
   */
  private static String asNumber(BigDecimal value, String text) {
    BigDecimal exact = value.stripTrailingZeros();
    Optional<BigDecimal> read = read(text).filter(number -> text.indexOf('E') < 0);
    boolean same = read.filter(exact::equals).isPresent();
    if (text.isEmpty() || same && !isGrouped(text)) {
      return text;
    }
    if (!same && !isWhole(value)) {
      BigDecimal cut = value.setScale(2, RoundingMode.DOWN);
      return (isWhole(cut) ? cut.add(LEAST_FRACTION) : cut.stripTrailingZeros()).toPlainString();
    }
    boolean cut = read.filter(number -> digits(number) < digits(value)).isPresent();
    return same || cut ? exact.toPlainString() : text;
  }

  /** Digits before the decimal point. */
  private static int digits(BigDecimal number) {
    return number.precision() - number.scale();
  }

  private static boolean isGrouped(String text) {
    return text.chars().anyMatch(c -> GROUPING.indexOf(c) >= 0);
  }

  /** The number that {@code text} is once its digits are not grouped. */
  private static Optional<BigDecimal> read(String text) {
    try {
      StringBuilder digits = new StringBuilder();
      text.chars().filter(c -> GROUPING.indexOf(c) < 0).forEach(c -> digits.append((char) c));
      return Optional.of(new BigDecimal(digits.toString()).stripTrailingZeros());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private Style styleOf(String index) {
    if (styles == null) {
      return PLAIN;
    }
    String format = formats.computeIfAbsent(index == null ? "0" : index, this::formatOf);
    if (known.size() == MOST_KNOWN && !known.containsKey(format)) {
      known.clear();
    }
    return known.computeIfAbsent(format, ShownNumbers::style);
  }

  private String formatOf(String index) {
    int at = Integer.parseInt(index);
    XSSFCellStyle of = at < 0 || at >= styles.getNumCellStyles() ? null : styles.getStyleAt(at);
    if (of == null) {
      return FormatText.GENERAL;
    }
    String said = of.getDataFormatString();
    return byReader(of.getDataFormat(), said).orElse(said == null ? FormatText.GENERAL : said);
  }

  private static Style style(String format) {
    String said = format == null || format.isEmpty() ? FormatText.GENERAL : format;
    return new Style(said, CellFormat.of(said));
  }

  /**
   * ISO 8601 for the formats that a workbook only numbers and that every computer shows otherwise,
   * after its country; of dates east of India some do not even say whether they show a time.
   */
  private static Optional<String> byReader(int id, String format) {
    boolean own =
        id != SHORT_DATE
            && id != SHORT_DATE_AND_TIME
            && format != null
            && !format.equals(BuiltinFormats.getBuiltinFormat(id))
            && !format.startsWith("reserved-");
    if (own) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (id) {
          case SHORT_DATE, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58 -> "yyyy-mm-dd";
          case SHORT_DATE_AND_TIME -> "yyyy-mm-dd hh:mm";
          case 32 -> "hh:mm";
          case 33 -> "hh:mm:ss";
          case 34, 35, 55, 56 -> "[<1]hh:mm;yyyy-mm-dd";
          default -> null;
        });
  }
}
