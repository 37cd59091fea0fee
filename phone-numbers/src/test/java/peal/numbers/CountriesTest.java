package peal.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountriesTest {
  @ParameterizedTest
  @CsvSource({
    "US, US",
    "' us ', US",
    "USA, US",
    "U.S., US",
    "United States, US",
    "united  states of america, US",
    "UK, GB",
    "U.K., GB",
    "England, GB",
    "GBR, GB",
    "Germany, DE",
    "DEUTSCHLAND, DE",
    "Allemagne, DE",
    "Österreich, AT",
    "Osterreich, AT",
    "España, ES",
    "日本, JP",
    "Россия, RU",
    "Czech Republic, CZ",
    "'Korea, Republic of', KR",
    "Georgia, GE",
    "Niger, NE",
    "Guinea, GN"
  })
  void aCountryHasManyNames(String text, String region) {
    assertThat(NumberReader.region(text)).contains(region);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "XX", "north", "Congo", "Korea", "44", "+44", "EU", "Europe"})
  void whatIsNoCountryOrTwoIsNone(String text) {
    assertThat(NumberReader.region(text)).isEmpty();
  }

  @Test
  void noTwoRegionsHaveTheSameEnglishName() {
    for (String region : PhoneNumberUtil.getInstance().getSupportedRegions()) {
      String name =
          new Locale.Builder().setRegion(region).build().getDisplayCountry(Locale.ENGLISH);
      assertThat(NumberReader.region(name)).as(name).contains(region);
    }
  }
}
