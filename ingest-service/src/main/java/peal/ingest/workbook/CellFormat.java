package peal.ingest.workbook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import peal.ingest.workbook.FormatText.Kind;
import peal.ingest.workbook.FormatText.Token;

/**
 * How the cells of one format show their numbers: up to three sections for numbers above, below and
 * at zero, or for such as keep to conditions. Immutable.
 */
final class CellFormat {
  /** Digits of a bound that a section is for; no number has more. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_SECTIONS = 3;

  private final List<Section> sections;
  private final boolean conditions;

  private CellFormat(List<Section> sections) {
    this.sections = sections;
    this.conditions = sections.stream().anyMatch(section -> section.condition() != null);
  }

  /**
   * What is shown for some numbers.
   *
   * @param condition which; null where nothing is said
   */
  private record Section(
      Predicate<BigDecimal> condition, Optional<DateMask> date, Optional<DigitMask> digits) {}

  /** What a number without a format is shown as. */
  @FunctionalInterface
  interface General {
    /** How {@code number} is shown. */
    String show(BigDecimal number);
  }

  /** Reads {@code format}; one of more than {@link FormatText#LONGEST} characters shows nothing. */
  static CellFormat of(String format) {
    List<List<Token>> texts = new ArrayList<>(FormatText.sections(format));
    boolean lastOfTexts =
        texts.size() > 1 && texts.getLast().stream().anyMatch(token -> token.code("@"));
    if (lastOfTexts) {
      texts.removeLast();
    }
    return new CellFormat(texts.stream().limit(MOST_SECTIONS).map(CellFormat::section).toList());
  }

  private static Section section(List<Token> tokens) {
    Predicate<BigDecimal> condition = null;
    List<Token> shown = new ArrayList<>();
    for (Token token : tokens) {
      Predicate<BigDecimal> said =
          token.kind() == Kind.BRACKET && condition == null ? condition(token.text()) : null;
      condition = said == null ? condition : said;
      if (said == null) {
        shown.add(token);
      }
    }
    Optional<DateMask> date = DateMask.of(shown);
    return new Section(condition, date, date.isPresent() ? Optional.empty() : DigitMask.of(shown));
  }

  /** What {@code <=9999999} and the like say; null where {@code text} is nothing like it. */
  private static Predicate<BigDecimal> condition(String text) {
    int sign = 0;
    while (sign < text.length() && "<=>".indexOf(text.charAt(sign)) >= 0) {
      sign++;
    }
    String digits = text.substring(sign);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return null;
    }
    BigDecimal bound = new BigDecimal(digits);
    return switch (text.substring(0, sign)) {
      case "<=" -> value -> value.compareTo(bound) <= 0;
      case "<" -> value -> value.compareTo(bound) < 0;
      case ">=" -> value -> value.compareTo(bound) >= 0;
      case ">" -> value -> value.compareTo(bound) > 0;
      case "=" -> value -> value.compareTo(bound) == 0;
      case "<>" -> value -> value.compareTo(bound) != 0;
      default -> null;
    };
  }

  /** Whether it shows {@code value} as a date. */
  boolean showsDate(BigDecimal value) {
    return pick(value).flatMap(Section::date).isPresent();
  }

  /** How it shows {@code value}; empty where it is none of the formats that are known here. */
  Optional<String> show(BigDecimal value, boolean from1904, General general) {
    Optional<Section> picked = pick(value);
    if (picked.flatMap(Section::date).isPresent()) {
      return picked.get().date().map(date -> date.show(value.doubleValue(), from1904));
    }
    BigDecimal amount = value.abs();
    boolean minus = value.signum() < 0 && (conditions || sections.size() < 2);
    return picked
        .flatMap(Section::digits)
        .map(digits -> (minus ? "-" : "") + digits.show(amount, general.show(amount)));
  }

  private Optional<Section> pick(BigDecimal value) {
    if (conditions) {
      return sections.stream()
          .filter(section -> section.condition() == null || section.condition().test(value))
          .findFirst();
    }
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    int which = value.signum() < 0 ? 1 : value.signum() == 0 ? 2 : 0;
    return Optional.of(sections.get(which < sections.size() ? which : 0));
  }
}
