package peal.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import peal.numbers.Reading.Read;

/** However a number of any country is spelled: it is dialed or refused, and never another one. */
class NumberReaderProperties {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
  private static final List<String> SEPARATORS =
      List.of("", "", "", " ", "-", ".", "\u00A0", "\u2011", " - ", "\u200B", "\u2013");

  /** Every kind of number of every country, in every spelling. */
  private static final List<Spelling> COMMON =
      PLANS.getSupportedRegions().stream()
          .sorted()
          .flatMap(region -> examples(region).stream().flatMap(one -> common(one, region).stream()))
          .toList();

  /** A number as somebody may have written it. */
  record Spelling(String text, String region, String e164) {}

  @Example
  void everyCountrysNumbersAreReadInTheCommonSpellings() {
    long dialed = COMMON.stream().filter(NumberReaderProperties::dials).count();

    assertThat(dialed).isGreaterThan(97L * COMMON.size() / 100);
  }

  @Example
  void whatIsAddedToANumberIsNotDialedAlong() {
    for (String region : PLANS.getSupportedRegions()) {
      for (Phonenumber.PhoneNumber one : examples(region)) {
        String code = "+" + one.getCountryCode();
        String national = PLANS.format(one, PhoneNumberFormat.E164).substring(code.length());
        String international = PLANS.format(one, PhoneNumberFormat.INTERNATIONAL);
        for (String text :
            List.of(
                international + "-11",
                international + "-101",
                international + " 1234",
                code + " 0" + national,
                code + " 0 " + national)) {
          assertThat(new NumberReader(Optional.empty()).read(text))
              .as(text)
              .satisfiesAnyOf(
                  reading -> assertThat(reading).isInstanceOf(Reading.Refused.class),
                  // Another number that somebody may have, or the zero is no part of it.
                  reading ->
                      assertThat(((Read) reading).doubt().map(Reading.Doubt::code))
                          .isNotEqualTo(Optional.of("doubtful_number"))
                          .isNotEqualTo(Optional.of("too_short")),
                  reading ->
                      assertThat(((Read) reading).number().e164()).isEqualTo(code + national));
        }
      }
    }
  }

  @Example
  void aCountryCodeIsNotDialedTwice() {
    for (String region : PLANS.getSupportedRegions()) {
      NumberReader reader = new NumberReader(Optional.of(region));
      for (Phonenumber.PhoneNumber one : examples(region)) {
        String code = Integer.toString(one.getCountryCode());
        String number = code + PLANS.getNationalSignificantNumber(one);
        // Seychelles dial 02 before numbers abroad, and 48 is Poland's code.
        String zero = region.equals("SC") ? "00" : "0";
        for (String text :
            List.of(
                zero + number, code + number, "00" + code + number, "00" + code + "0" + number)) {
          assertThat(reader.read(text))
              .as("%s in %s", text, region)
              .satisfiesAnyOf(
                  reading -> assertThat(reading).isInstanceOf(Reading.Refused.class),
                  // Another number that somebody has, or the one that is meant.
                  reading ->
                      assertThat(((Read) reading).doubt().map(Reading.Doubt::code))
                          .isNotEqualTo(Optional.of("doubtful_number"))
                          .isNotEqualTo(Optional.of("too_short")),
                  reading -> assertThat(((Read) reading).number().e164()).isEqualTo("+" + number));
        }
      }
    }
  }

  @Property(tries = 4_000)
  void marksBetweenItsDigitsMakeNoOtherNumber(@ForAll @From("marked") Spelling spelling) {
    dials(spelling);
  }

  @Property(tries = 4_000)
  void noTextIsReadTwoWays(@ForAll @From("texts") String text) {
    NumberReader reader = new NumberReader(Optional.of("GB"));
    Reading once = reader.read(text);

    assertThat(reader.read(text)).isEqualTo(once);
    if (once instanceof Read read) {
      assertThat(reader.read(read.number().e164()))
          .isInstanceOfSatisfying(
              Read.class, again -> assertThat(again.number()).isEqualTo(read.number()));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("0123456789+()-. ,;/|x#*=\"'e\n")
        .withChars("\u200B\u00A0\u0664\uFF11\uFFFD")
        .ofMaxLength(25);
  }

  @Provide
  Arbitrary<Spelling> marked() {
    Arbitrary<Spelling> plain = Arbitraries.of(COMMON);
    Arbitrary<List<String>> marks = Arbitraries.of(SEPARATORS).list().ofSize(20);
    return Combinators.combine(plain, marks).as(NumberReaderProperties::between);
  }

  private static Spelling between(Spelling plain, List<String> marks) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < plain.text().length(); i++) {
      char c = plain.text().charAt(i);
      text.append(c);
      // The zeros of a spreadsheet stay what they are.
      boolean inside = i + 3 < plain.text().length() && Character.isDigit(c);
      if (inside && Character.isDigit(plain.text().charAt(i + 1))) {
        text.append(marks.get(i % marks.size()));
      }
    }
    return new Spelling(text.toString(), plain.region(), plain.e164());
  }

  private static boolean dials(Spelling spelling) {
    Optional<String> region = Optional.ofNullable(spelling.region());
    if (!(new NumberReader(region).read(spelling.text()) instanceof Read read)) {
      return false;
    }
    assertThat(read.number().e164()).as("%s", spelling).isEqualTo(spelling.e164());
    return true;
  }

  private static List<Phonenumber.PhoneNumber> examples(String region) {
    List<Phonenumber.PhoneNumber> examples = new ArrayList<>();
    for (PhoneNumberType type : PhoneNumberType.values()) {
      Phonenumber.PhoneNumber example = PLANS.getExampleNumberForType(region, type);
      if (example != null) {
        examples.add(example);
      }
    }
    return examples;
  }

  private static List<Spelling> common(Phonenumber.PhoneNumber number, String region) {
    String e164 = PLANS.format(number, PhoneNumberFormat.E164);
    String international = PLANS.format(number, PhoneNumberFormat.INTERNATIONAL);
    String national = PLANS.format(number, PhoneNumberFormat.NATIONAL);
    List<Spelling> spellings = new ArrayList<>();
    for (String text :
        List.of(
            e164,
            international,
            PLANS.format(number, PhoneNumberFormat.RFC3966),
            e164 + ".0",
            e164 + ".00",
            "'" + e164,
            "=\"" + e164 + "\"",
            "\u202A" + e164 + "\u202C",
            " " + international + "\u00A0")) {
      spellings.add(new Spelling(text, null, e164));
      spellings.add(new Spelling(text, region, e164));
      spellings.add(new Spelling(text, region.equals("US") ? "GB" : "US", e164));
    }
    spellings.add(new Spelling(national, region, e164));
    spellings.add(new Spelling("'" + national, region, e164));
    // What a spreadsheet leaves of a national number: it takes the zero before it off.
    String significant = PLANS.getNationalSignificantNumber(number);
    spellings.add(new Spelling(significant, region, e164));
    spellings.add(new Spelling(significant + ".0", region, e164));
    spellings.add(new Spelling(e164.substring(1), region, e164));
    spellings.add(new Spelling(e164.substring(1) + ".0", region, e164));
    String trunk = PLANS.getNddPrefixForRegion(region, true);
    if ("0".equals(trunk)) {
      String code = "+" + number.getCountryCode();
      spellings.add(new Spelling(code + " (0)" + e164.substring(code.length()), null, e164));
    }
    return spellings;
  }
}
