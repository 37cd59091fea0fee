package peal.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A number as libphonenumber parsed it, and what the plan of its country knows of it.
 *
 * @param region with whose numbers it is compared; null for a code that is no country's
 */
record PlanNumber(Phonenumber.PhoneNumber number, String region) {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  private static final String WORLD = PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY;

  private static final int POSSIBLE = 1;
  private static final int VALID = 2;

  private static final int MEXICO = 52;

  /** Germany and Austria, whose landlines are of any length. */
  private static final Set<Integer> DIRECT_DIAL = Set.of(49, 43);

  /** Before area codes until 2019, behind Mexico's code or in it. */
  private static final List<String> MEXICAN = List.of("1", "01", "044", "045");

  /**
   * Parses.
   *
   * @param digits may begin with a plus sign
   * @param region whose national numbers are let in; null for none
   */
  static PlanNumber parse(String digits, String region) throws NumberParseException {
    Phonenumber.PhoneNumber number = PLANS.parseAndKeepRawInput(digits, region);
    if (region != null && codeOf(region) == number.getCountryCode()) {
      return new PlanNumber(number, region);
    }
    String main = PLANS.getRegionCodeForCountryCode(number.getCountryCode());
    return new PlanNumber(number, main.equals(WORLD) ? null : main);
  }

  static Optional<PlanNumber> of(String digits, String region) {
    try {
      return Optional.of(parse(digits, region));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  static int codeOf(String region) {
    return PLANS.getCountryCodeForRegion(region);
  }

  /** What people dial before an area code there; empty where they dial nothing. */
  static String trunkPrefixOf(String region) {
    return Objects.requireNonNullElse(PLANS.getNddPrefixForRegion(region, true), "");
  }

  String e164() {
    return PLANS.format(number, PhoneNumberFormat.E164);
  }

  int code() {
    return number.getCountryCode();
  }

  /** What follows the country code. */
  String significant() {
    return PLANS.getNationalSignificantNumber(number);
  }

  PhoneNumberType type() {
    return PLANS.getNumberType(number);
  }

  /** Whose it is; null where nobody has it. */
  String owner() {
    return PLANS.getRegionCodeForNumber(number);
  }

  List<String> regions() {
    return PLANS.getRegionCodesForCountryCode(code());
  }

  /**
   * How many digits {@code rest}, which is behind its country code, may have before an area code.
   */
  int longestTrunk(String rest) {
    String trunk = region == null ? "" : trunkPrefixOf(region);
    int zeros = rest.length() - withoutZeros(rest).length();
    return rest.startsWith(trunk) ? Math.max(zeros, trunk.length()) : zeros;
  }

  boolean hasPlus() {
    return number.getCountryCodeSource() == CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN;
  }

  /** Whether somebody said which country's it is: a guess is none. */
  boolean hasCode() {
    return hasPlus() || number.getCountryCodeSource() == CountryCodeSource.FROM_NUMBER_WITH_IDD;
  }

  boolean isValid() {
    return PLANS.isValidNumber(number);
  }

  /** The more the likelier; 0 for numbers that cannot be. */
  int likelihood() {
    if (isValid()) {
      return VALID;
    }
    return PLANS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE ? POSSIBLE : 0;
  }

  /** Whether there is room for it; where its country is a guess, among the numbers of people. */
  ValidationResult length() {
    return hasCode() ? PLANS.isPossibleNumberWithReason(number) : personalLength();
  }

  /** Whether a person's number may be as long. */
  ValidationResult personalLength() {
    return PLANS.isPossibleNumberForTypeWithReason(number, PhoneNumberType.FIXED_LINE_OR_MOBILE);
  }

  /**
   * Whether it is as long as numbers of its country usually are; a landline, as its landlines: a
   * German one with as many digits as a mobile is likelier another country's mobile.
   */
  boolean hasUsualLength() {
    int length = significant().length();
    boolean landline = type() == PhoneNumberType.FIXED_LINE;
    return examples()
        .filter(e -> !landline || e.type() != PhoneNumberType.MOBILE)
        .anyMatch(e -> e.significant().length() == length);
  }

  /** Whether what follows it behind a dash is dialed with it, as DIN 5008 and ÖNORM A 1080 say. */
  boolean hasDirectDial() {
    return DIRECT_DIAL.contains(code()) && type() == PhoneNumberType.FIXED_LINE;
  }

  boolean isMobile() {
    return type() == PhoneNumberType.MOBILE;
  }

  private boolean isLongerThanUsual() {
    int length = significant().length();
    return examples().allMatch(e -> e.significant().length() < length);
  }

  /** Whether the country has numbers that begin with a zero from abroad, too. */
  boolean keepsZeros() {
    return examples().anyMatch(e -> e.number().isItalianLeadingZero());
  }

  private Stream<PlanNumber> examples() {
    return Stream.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
        .filter(type -> region != null)
        .map(type -> PLANS.getExampleNumberForType(region, type))
        .filter(Objects::nonNull)
        .map(example -> new PlanNumber(example, region));
  }

  /**
   * The number that it is if its country code was written once too often: {@code 049 171 1234567}.
   * Such a one is longer than others, and nobody's unless its plan has few limits.
   */
  Optional<PlanNumber> withoutRepeatedCode() {
    String code = Integer.toString(code());
    String rest = withoutZeros(significant());
    if (!rest.startsWith(code) || isValid() && (hasPlus() || !isLongerThanUsual())) {
      return Optional.empty();
    }
    return begun(rest.substring(code.length()))
        .flatMap(once -> once.isValid() ? Optional.of(once) : once.withoutRepeatedCode());
  }

  /** A prefix without which it is somebody's number; empty where there is none. */
  Optional<String> needlessPrefix() {
    return (code() == MEXICO ? MEXICAN : List.of("0"))
        .stream()
            .filter(prefix ->
                significant().startsWith(prefix)
                    && without(prefix).filter(PlanNumber::isValid).isPresent())
            .findFirst();
  }

  /**
   * The zeros before its area code, or what else stands there in its country; empty where nothing
   * does. Behind a plus only zeros are: +1 123 is an area code that nobody has.
   */
  String trunkPrefix() {
    String significant = significant();
    int zeros = significant.length() - withoutZeros(significant).length();
    if (zeros > 0 || hasCode()) {
      return significant.substring(0, zeros);
    }
    String trunk = trunkPrefixOf(region);
    return significant.startsWith(trunk) ? trunk : "";
  }

  /** What it is without {@code prefix}, with which it begins; empty where nothing is left. */
  Optional<PlanNumber> without(String prefix) {
    return begun(significant().substring(prefix.length()));
  }

  private Optional<PlanNumber> begun(String rest) {
    return of("+" + code() + rest, region);
  }

  private static String withoutZeros(String digits) {
    return digits.replaceFirst("^0+", "");
  }
}
