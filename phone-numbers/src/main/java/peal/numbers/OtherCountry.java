package peal.numbers;

import java.util.Optional;

/** Finds out whether digits without a plus may be another country's number. */
final class OtherCountry {
  private OtherCountry() {}

  /** {@code digits} as if they had a plus, in place of 00 where they begin with it. */
  static String withPlus(String digits) {
    return "+" + (digits.startsWith("00") ? digits.substring(2) : digits);
  }

  /**
   * Refuses digits that, with a plus before them, are likelier another number than {@code
   * national}, or as likely where the national one has an unusual length.
   *
   * @param region whose national numbers are let in
   * @param own what is to be said if they are none
   */
  static Optional<Reading> refusal(
      String region, String digits, Optional<PlanNumber> national, Reading own) {
    int likely = national.map(PlanNumber::likelihood).orElse(0);
    boolean usual = national.filter(PlanNumber::hasUsualLength).isPresent();
    boolean code = national.filter(one -> digits.startsWith("" + one.code())).isPresent();
    // Where 00 begins nothing, or more than a country code, it may still be meant as a plus.
    boolean zeros = digits.startsWith("00");
    if (usual && !code && !zeros && national.get().isValid()) {
      return Optional.empty();
    }
    return PlanNumber.of(withPlus(digits), null)
        .map(other -> isOf(region, other) ? other.withoutRepeatedCode().orElse(other) : other)
        .filter(other -> national.filter(one -> one.e164().equals(other.e164())).isEmpty())
        // A few digits are some number of some country; an area code is missing.
        .filter(other -> other.hasUsualLength() || !Verdicts.isTooShort(own))
        .filter(other -> {
          int otherLikely = other.likelihood();
          boolean asLikely = otherLikely > 0 && otherLikely == likely;
          return otherLikely > likely
              || asLikely && (!usual || zeros)
              || asLikely && other.code() == national.get().code();
        })
        .map(other ->
            otherNumber(region, national.filter(n -> likely >= other.likelihood()), other));
  }

  private static Reading otherNumber(
      String region, Optional<PlanNumber> national, PlanNumber other) {
    Optional<String> e164 = national.map(PlanNumber::e164);
    return isOf(region, other)
        ? Verdicts.ownCode(e164, other.e164())
        : Verdicts.otherCountry(region, e164, other.owner(), other.e164());
  }

  private static boolean isOf(String region, PlanNumber other) {
    return PlanNumber.codeOf(region) == other.code();
  }
}
