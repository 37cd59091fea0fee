package peal.ingest.csv;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Set;
import peal.domain.PhoneNumber;

/**
 * What the numbering plans doubt. Never more than a warning: plans change, and published examples
 * fail them. Not thread-safe.
 *
 * <p>The full check costs about 5 µs, five seconds for a million rows; so only the first {@link
 * #FULL_CHECKS} numbers get it, the others are checked for their length (0.1 µs).
 */
final class NumberDoubts {
  static final int FULL_CHECKS = 50_000;

  private static final int LONGEST_COUNTRY_CODE = 3;

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final Set<Integer> countryCodes = plans.getSupportedCallingCodes();
  private int checked;

  boolean doubts(PhoneNumber number) {
    checked++;
    return checked <= FULL_CHECKS ? !valid(number) : !possible(number);
  }

  private boolean valid(PhoneNumber number) {
    try {
      return plans.isValidNumber(plans.parse(number.e164(), null));
    } catch (NumberParseException e) {
      return false;
    }
  }

  private boolean possible(PhoneNumber number) {
    String e164 = number.e164();
    for (int length = 1; length <= LONGEST_COUNTRY_CODE; length++) {
      int code = Integer.parseInt(e164, 1, 1 + length, 10);
      if (countryCodes.contains(code)) {
        long rest = Long.parseLong(e164, 1 + length, e164.length(), 10);
        return plans.isPossibleNumber(
            new Phonenumber.PhoneNumber().setCountryCode(code).setNationalNumber(rest));
      }
    }
    return false;
  }
}
