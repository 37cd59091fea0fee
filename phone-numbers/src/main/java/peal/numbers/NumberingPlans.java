package peal.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import peal.domain.PhoneNumber;
import peal.numbers.Reading.Doubt;
import peal.numbers.Reading.Read;
import peal.numbers.Reading.Refused;

/**
 * What the numbering plans make of digits. A number with a country code may be shorter than its
 * plan says, or unknown to it: plans change, and published examples fail them. Where the country is
 * only the default one, nothing is let through that is not as long as its people's numbers.
 * Thread-safe.
 */
final class NumberingPlans {
  private static final ShortNumberInfo SHORT = ShortNumberInfo.getInstance();

  /** Refused even where no region tells whose they are. */
  private static final Set<String> EMERGENCY = Set.of("112", "911", "999", "000", "110", "119");

  /** Whoever calls one may pay more than for others. */
  private static final Set<PhoneNumberType> COSTLY =
      Set.of(
          PhoneNumberType.PREMIUM_RATE,
          PhoneNumberType.SHARED_COST,
          PhoneNumberType.PERSONAL_NUMBER);

  private static final int LONGEST_SHORT = 6;

  private static final int ARGENTINA = 54;

  /** What people dial before a country code, as far as it is the same in many countries. */
  private static final Pattern ABROAD = Pattern.compile("00|01[01]|810");

  /** The most digits before an area code: a trunk prefix, or a country's code alone. */
  private static final int LONGEST_TRUNK = 3;

  /** Digits from which a number without any country is taken for a whole one. */
  private static final int COMPLETE = 7;

  private static final int MOST_DIGITS = 15;

  private final Optional<String> region;

  NumberingPlans(Optional<String> region) {
    this.region = region;
  }

  /**
   * Reads {@code digits}, which may begin with a plus sign.
   *
   * @param zeroApart whether a zero among them was written by itself, as {@code (0)} is
   */
  Reading read(String digits, boolean zeroApart) {
    Reading reading = asWritten(digits, zeroApart);
    return reading instanceof Read read
            && (!isCanonical(digits, read.number()) || hasLostDigits(digits, read))
        ? Verdicts.ambiguous()
        : reading;
  }

  /**
   * Whether more was taken off than a trunk prefix, or put on: the plans know codes of carriers and
   * short forms which {@code +352 1562 85437} only looks like. Argentina's mobiles are really
   * written otherwise than they are dialed from abroad.
   */
  private boolean hasLostDigits(String digits, Read read) {
    Optional<PlanNumber> parsed = parsed(digits).filter(number -> number.code() != ARGENTINA);
    if (parsed.isEmpty()) {
      return false;
    }
    PlanNumber number = parsed.get();
    int before = digits.length() - number.significant().length();
    boolean ofNobody = read.doubt().filter(Verdicts::isOfNobody).isPresent();
    boolean unusual = !digits.startsWith("+") && !ABROAD.matcher(digits).lookingAt();
    if (!number.hasCode() || unusual && ofNobody) {
      return before > LONGEST_TRUNK;
    }
    String code = Integer.toString(number.code());
    String rest = digits.startsWith("+" + code) ? digits.substring(1 + code.length()) : digits;
    return !rest.endsWith(number.significant())
        || number.hasPlus() && before > 1 + code.length() + number.longestTrunk(rest);
  }

  /** Whether what is dialed would itself be read as what is dialed. */
  private boolean isCanonical(String digits, PhoneNumber number) {
    String e164 = number.e164();
    return digits.equals(e164) || parsed(e164).filter(same -> same.e164().equals(e164)).isPresent();
  }

  private Reading asWritten(String digits, boolean zeroApart) {
    boolean plus = digits.startsWith("+");
    if (!plus && isEmergency(digits)) {
      return Verdicts.emergency();
    }
    if (!plus && region.isEmpty()) {
      return noCountry(digits);
    }
    try {
      PlanNumber number = PlanNumber.parse(digits, plus ? null : region.get());
      Reading own = judged(number);
      if (zeroApart && number.hasCode() && isKept(number, own)) {
        return Verdicts.keptZero("0");
      }
      return plus
          ? own
          : OtherCountry.refusal(region.get(), digits, Optional.of(number), own).orElse(own);
    } catch (NumberParseException e) {
      Reading none = unparsed(e);
      return plus
          ? none
          : OtherCountry.refusal(region.get(), digits, Optional.empty(), none).orElse(none);
    }
  }

  /**
   * A trunk zero that stays is right only in a number that its plan has, and not without it: with a
   * zero Italy's mobiles are landlines.
   */
  private static boolean isKept(PlanNumber number, Reading reading) {
    String prefix = number.trunkPrefix();
    return !prefix.isEmpty()
        && reading instanceof Read read
        && (read.doubt().isPresent()
            || number.without(prefix).filter(PlanNumber::isMobile).isPresent());
  }

  /** Whether {@code text} is long enough, and not too long, to be called as it is. */
  boolean complete(String text) {
    String digits = digits(text);
    if (!digits.startsWith("+") && region.isEmpty()) {
      return digits.length() >= COMPLETE;
    }
    return parsed(digits).filter(number -> number.likelihood() > 0).isPresent();
  }

  /** Whether {@code text} is a number that the plan of its country has. */
  boolean valid(String text) {
    return parsed(digits(text)).filter(PlanNumber::isValid).isPresent();
  }

  /** Whether {@code text} is a number to which nothing belongs that follows behind a dash. */
  boolean closed(String text) {
    return parsed(digits(text))
        .filter(PlanNumber::isValid)
        .filter(number -> !number.hasDirectDial())
        .filter(number -> number.isMobile() || number.hasUsualLength())
        .isPresent();
  }

  /** Whether {@code text} is a whole number as it is dialed in its country, with its zero. */
  boolean isDialedInside(String text) {
    String digits = digits(text);
    return region.isPresent()
        && parsed(digits)
            .filter(PlanNumber::isValid)
            .filter(number -> number.isMobile() || number.hasUsualLength())
            .filter(number -> !number.hasCode() && !digits.equals(number.significant()))
            .isPresent();
  }

  /** Whether {@code begin} is what people dial before a whole number, and more than a zero. */
  boolean isPrefix(String begin) {
    return !begin.equals("0")
        && region.map(PlanNumber::trunkPrefixOf).filter(begin::equals).isPresent();
  }

  /** Whether {@code whole} is a number, and {@code begin}, with which it begins, is none. */
  boolean continued(String begin, String whole) {
    return !valid(begin) && valid(whole);
  }

  /** How many digits follow the country code and the trunk zero of {@code text}, if it has any. */
  int significant(String text) {
    return parsed(digits(text)).map(number -> number.significant().length()).orElse(0);
  }

  private static String digits(String text) {
    return text.replaceAll("[^+\\d]", "");
  }

  /** Where no country is known, 00 can only stand for a plus. */
  private Optional<PlanNumber> parsed(String digits) {
    boolean zeros = region.isEmpty() && digits.startsWith("00");
    return PlanNumber.of(zeros ? OtherCountry.withPlus(digits) : digits, region.orElse(null));
  }

  /** What is dialed. */
  private Reading judged(PlanNumber number) {
    if (isEmergency(number)) {
      return Verdicts.emergency();
    }
    Optional<PlanNumber> once = number.withoutRepeatedCode();
    if (once.isPresent()) {
      Optional<PlanNumber> national = Optional.of(number).filter(PlanNumber::isValid);
      return Verdicts.ownCode(national.map(PlanNumber::e164), once.get().e164());
    }
    PhoneNumberType type = number.type();
    if (type != PhoneNumberType.UNKNOWN) {
      return read(number, COSTLY.contains(type) ? Verdicts.premium() : null);
    }
    String prefix = number.trunkPrefix();
    if (number.likelihood() > 0 && !prefix.isEmpty()) {
      return behindPrefix(number, prefix);
    }
    return switch (number.length()) {
      case INVALID_COUNTRY_CODE -> Verdicts.noSuchCountry();
      case TOO_LONG -> needless(number).orElseGet(Verdicts::tooLong);
      case INVALID_LENGTH -> needless(number).orElseGet(Verdicts::invalidLength);
      case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> tooShort(number);
      case IS_POSSIBLE ->
          read(number, isService(number) ? Verdicts.premium() : Verdicts.doubtful());
    };
  }

  private static Optional<Reading> needless(PlanNumber number) {
    return number
        .needlessPrefix()
        .map(prefix -> Verdicts.tooLong(prefix, number.without(prefix).orElseThrow().e164()));
  }

  private static Reading tooShort(PlanNumber number) {
    if (isService(number)) {
      return read(number, Verdicts.premium());
    }
    boolean sure = number.hasPlus() && number.trunkPrefix().isEmpty();
    return sure ? read(number, Verdicts.shorter()) : Verdicts.tooShort();
  }

  /** A number that its plan has room for and does not know may owe that to a trunk prefix. */
  private static Reading behindPrefix(PlanNumber number, String prefix) {
    Optional<PlanNumber> rest = number.without(prefix);
    if (rest.isEmpty()) {
      return Verdicts.tooShort();
    }
    boolean own =
        prefix.equals("0")
            && number.keepsZeros()
            && number.personalLength() == ValidationResult.IS_POSSIBLE;
    return switch (rest.get().personalLength()) {
      case IS_POSSIBLE -> Verdicts.keptZero(prefix);
      case TOO_LONG -> Verdicts.tooLong();
      case INVALID_LENGTH, INVALID_COUNTRY_CODE, TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY ->
          own ? read(number, Verdicts.doubtful()) : Verdicts.tooShort(prefix);
    };
  }

  private static Reading read(PlanNumber number, Doubt doubt) {
    String e164 = number.e164();
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
    // 8 is how Russia begins to dial its own numbers.
    boolean russian = PlanNumber.of(digits, "RU").filter(PlanNumber::isValid).isPresent();
    Optional<String> meant =
        PlanNumber.of(OtherCountry.withPlus(digits), null)
            .filter(number -> zeros ? number.likelihood() > 0 : number.isValid())
            .map(PlanNumber::e164)
            .filter(number -> !russian || !digits.startsWith("8"));
    return Verdicts.noCountry(zeros, meant);
  }

  private boolean isEmergency(String digits) {
    return digits.length() <= LONGEST_SHORT
        && (region.isEmpty()
            ? EMERGENCY.contains(digits)
            : SHORT.isEmergencyNumber(digits, region.get()));
  }

  /** In the region itself where a national number is one; else in any that has its code. */
  private boolean isEmergency(PlanNumber number) {
    if (!isShort(number)) {
      return false;
    }
    List<String> all = number.regions();
    Optional<String> own = region.filter(one -> !number.hasPlus() && all.contains(one));
    return own.map(List::of).orElse(all).stream()
        .anyMatch(owner -> SHORT.isEmergencyNumber(number.significant(), owner));
  }

  /** A short number that can be called, and not only written to. */
  private static boolean isService(PlanNumber number) {
    return isShort(number)
        && SHORT.isValidShortNumber(number.number())
        && number.regions().stream()
            .noneMatch(owner -> SHORT.isSmsServiceForRegion(number.number(), owner));
  }

  private static boolean isShort(PlanNumber number) {
    return number.significant().length() <= LONGEST_SHORT;
  }
}
