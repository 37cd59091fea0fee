package peal.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import peal.domain.PhoneNumber;
import peal.numbers.Reading.Doubt;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;

/**
 * What the numbering plans make of digits. A number with a country code may be shorter than its
 * plan says, or unknown to it: plans change, and published examples fail them. Where the country is
 * only the default one, nothing is let through that the plan does not have room for. Thread-safe.
 */
final class NumberingPlans {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final ShortNumberInfo SHORT = ShortNumberInfo.getInstance();

  /** Refused even where no region tells whose they are. */
  private static final Set<String> EMERGENCY = Set.of("112", "911", "999", "000", "110", "119");

  private static final int LONGEST_SHORT = 6;

  /** Digits from which a number without any country is taken for a whole one. */
  private static final int COMPLETE = 7;

  private static final int MOST_DIGITS = 15;

  private static final int POSSIBLE = 1;
  private static final int VALID = 2;

  private final Optional<String> region;

  NumberingPlans(Optional<String> region) {
    this.region = region;
  }

  static boolean knows(String region) {
    return PLANS.getSupportedRegions().contains(region);
  }

  /**
   * Reads {@code digits}, which may begin with a plus sign.
   *
   * @param zeroInParentheses whether a zero among them was written as {@code (0)}
   */
  Reading read(String digits, boolean zeroInParentheses) {
    Reading reading = asWritten(digits, zeroInParentheses);
    return reading instanceof Read read && !isCanonical(digits, read.number())
        ? Verdicts.ambiguous()
        : reading;
  }

  /** Whether what is dialed would itself be read as what is dialed. */
  private boolean isCanonical(String digits, PhoneNumber number) {
    String e164 = number.e164();
    return digits.equals(e164) || parsed(e164).filter(same -> e164(same).equals(e164)).isPresent();
  }

  private Reading asWritten(String digits, boolean zeroInParentheses) {
    boolean plus = digits.startsWith("+");
    if (!plus && isEmergency(digits)) {
      return Verdicts.emergency();
    }
    if (!plus && region.isEmpty()) {
      return noCountry(digits);
    }
    try {
      return plus
          ? withCode(PLANS.parse(digits, null), zeroInParentheses)
          : national(digits, PLANS.parseAndKeepRawInput(digits, region.get()));
    } catch (NumberParseException e) {
      return plus ? unparsed(e) : foreign(digits, null).orElseGet(() -> unparsed(e));
    }
  }

  /** Whether {@code text} is long enough, and not too long, to be called as it is. */
  boolean complete(String text) {
    String digits = text.replaceAll("[^+\\d]", "");
    if (!digits.startsWith("+") && region.isEmpty()) {
      return digits.length() >= COMPLETE;
    }
    return parsed(digits).filter(number -> likelihood(number) > 0).isPresent();
  }

  /** Whether {@code text} is a number that the plan of its country has. */
  boolean valid(String text) {
    return parsed(text.replaceAll("[^+\\d]", "")).filter(PLANS::isValidNumber).isPresent();
  }

  /** Whether {@code whole} is a number, and {@code begin}, with which it begins, is none. */
  boolean continued(String begin, String whole) {
    return !valid(begin) && valid(whole);
  }

  private Optional<Phonenumber.PhoneNumber> parsed(String digits) {
    try {
      return Optional.of(PLANS.parse(digits, region.orElse(null)));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** A zero that stays is right only in a number that its plan has. */
  private static Reading withCode(Phonenumber.PhoneNumber number, boolean zeroInParentheses) {
    Reading reading = judged(number, false);
    boolean kept = zeroInParentheses && number.isItalianLeadingZero();
    return kept && reading instanceof Read read && read.doubt().isPresent()
        ? Verdicts.keptZero()
        : reading;
  }

  private Reading national(String digits, Phonenumber.PhoneNumber number) {
    boolean guessed = number.getCountryCodeSource() != CountryCodeSource.FROM_NUMBER_WITH_IDD;
    Optional<Reading> foreign = guessed ? foreign(digits, number) : Optional.empty();
    return foreign.orElseGet(() -> judged(number, guessed));
  }

  /**
   * Refuses digits that, with a plus before them, are likelier another number than {@code
   * national}, or as likely where the national one has an unusual length.
   */
  private Optional<Reading> foreign(String digits, Phonenumber.PhoneNumber national) {
    int likely = national == null ? 0 : likelihood(national);
    if (likely == VALID && hasNationalLength(national) && !beginsWithCode(digits, national)) {
      return Optional.empty();
    }
    String code = digits.startsWith("00") ? digits.substring(2) : digits;
    return parsed("+" + code)
        .filter(other -> national == null || !e164(other).equals(e164(national)))
        .filter(other -> {
          int otherLikely = likelihood(other);
          boolean asLikely = otherLikely > 0 && otherLikely == likely;
          return otherLikely > likely
              || asLikely && !hasNationalLength(national)
              || asLikely && other.getCountryCode() == national.getCountryCode();
        })
        .map(other -> otherCountry(other, likely == 0 ? null : national));
  }

  private static int likelihood(Phonenumber.PhoneNumber number) {
    if (PLANS.isValidNumber(number)) {
      return VALID;
    }
    return PLANS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE ? POSSIBLE : 0;
  }

  private static boolean beginsWithCode(String digits, Phonenumber.PhoneNumber number) {
    return digits.startsWith(Integer.toString(number.getCountryCode()));
  }

  private Reading otherCountry(Phonenumber.PhoneNumber other, Phonenumber.PhoneNumber national) {
    return Verdicts.otherCountry(
        region.get(),
        Optional.ofNullable(national).map(NumberingPlans::e164),
        PLANS.getRegionCodeForNumber(other),
        e164(other));
  }

  /** Whether it is as long as numbers of its region usually are. */
  private boolean hasNationalLength(Phonenumber.PhoneNumber number) {
    int length = PLANS.getNationalSignificantNumber(number).length();
    return Stream.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
        .map(type -> PLANS.getExampleNumberForType(region.get(), type))
        .anyMatch(e -> e != null && PLANS.getNationalSignificantNumber(e).length() == length);
  }

  /**
   * What is dialed.
   *
   * @param guessed whether nobody said that this is its country
   */
  private static Reading judged(Phonenumber.PhoneNumber number, boolean guessed) {
    if (isEmergency(number)) {
      return Verdicts.emergency();
    }
    PhoneNumberType type = PLANS.getNumberType(number);
    if (type == PhoneNumberType.PREMIUM_RATE || type == PhoneNumberType.SHARED_COST) {
      return read(number, Verdicts.premium());
    }
    if (type != PhoneNumberType.UNKNOWN) {
      return read(number, null);
    }
    return switch (PLANS.isPossibleNumberWithReason(number)) {
      case INVALID_COUNTRY_CODE -> Verdicts.noSuchCountry();
      case TOO_LONG -> Verdicts.tooLong();
      case INVALID_LENGTH -> Verdicts.invalidLength();
      case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> tooShort(number, guessed);
      case IS_POSSIBLE ->
          number.isItalianLeadingZero() ? Verdicts.keptZero() : read(number, Verdicts.doubtful());
    };
  }

  private static Reading tooShort(Phonenumber.PhoneNumber number, boolean guessed) {
    if (isShort(number) && SHORT.isValidShortNumber(number)) {
      return read(number, Verdicts.premium());
    }
    if (guessed) {
      return Verdicts.tooShort();
    }
    return number.isItalianLeadingZero() ? Verdicts.keptZero() : read(number, Verdicts.shorter());
  }

  private static Reading read(Phonenumber.PhoneNumber number, Doubt doubt) {
    String e164 = e164(number);
    if (PhoneNumber.isValid(e164)) {
      return new Read(new PhoneNumber(e164), Optional.ofNullable(doubt));
    }
    return e164.length() > MOST_DIGITS ? Verdicts.tooLong() : Verdicts.tooShort();
  }

  private static Reading unparsed(NumberParseException e) {
    return switch (e.getErrorType()) {
      case INVALID_COUNTRY_CODE -> Verdicts.noSuchCountry();
      case TOO_LONG -> Verdicts.tooLong();
      case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN, NOT_A_NUMBER -> Verdicts.tooShort();
    };
  }

  private Refused noCountry(String digits) {
    boolean zeros = digits.startsWith("00");
    Optional<String> meant =
        parsed("+" + (zeros ? digits.substring(2) : digits))
            .filter(number -> likelihood(number) >= (zeros ? POSSIBLE : VALID))
            .map(NumberingPlans::e164);
    return Verdicts.noCountry(zeros, meant);
  }

  private boolean isEmergency(String digits) {
    return digits.length() <= LONGEST_SHORT
        && (region.isEmpty()
            ? EMERGENCY.contains(digits)
            : SHORT.isEmergencyNumber(digits, region.get()));
  }

  private static boolean isEmergency(Phonenumber.PhoneNumber number) {
    return isShort(number)
        && PLANS.getRegionCodesForCountryCode(number.getCountryCode()).stream()
            .anyMatch(region ->
                SHORT.isEmergencyNumber(PLANS.getNationalSignificantNumber(number), region));
  }

  private static boolean isShort(Phonenumber.PhoneNumber number) {
    return PLANS.getNationalSignificantNumber(number).length() <= LONGEST_SHORT;
  }

  private static String e164(Phonenumber.PhoneNumber number) {
    return PLANS.format(number, PhoneNumberFormat.E164);
  }
}
