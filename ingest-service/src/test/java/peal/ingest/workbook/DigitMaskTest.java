package peal.ingest.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats as somebody might write them who means to keep the reader busy. */
class DigitMaskTest {
  private static final long NUMBER = 7_700_900_152L;

  @Test
  void aFormatMayBeAsLongAsExcelsAndNoLonger() {
    String longest = "0-".repeat(127) + "0";

    assertThat(longest).hasSize(DigitMask.LONGEST);
    assertThat(DigitMask.of(longest).show(NUMBER).orElseThrow())
        .isEqualTo("0-".repeat(118) + "7-7-0-0-9-0-0-1-5-2");
    assertThat(DigitMask.of(longest + "-").show(NUMBER)).isEmpty();
  }

  @Test
  void placesWithoutAMarkBetweenThemAreNoMask() {
    assertThat(DigitMask.of("0".repeat(500) + "-".repeat(500)).show(NUMBER)).isEmpty();
    assertThat(DigitMask.of("0".repeat(127) + "-".repeat(128)).show(NUMBER)).isEmpty();
    assertThat(DigitMask.of("-".repeat(128) + "0".repeat(127)).show(NUMBER)).isEmpty();
  }

  @Test
  void twoThousandCharactersAreNoMask() {
    assertThat(DigitMask.of("0-".repeat(1_000)).show(NUMBER)).isEmpty();
  }

  @Test
  void moreFormatsThanAreRememberedAreEachShownByTheirOwn() {
    ShownNumbers numbers = new ShownNumbers(false);

    for (int i = 0; i < 2_500; i++) {
      assertThat(numbers.formatRawCellContents(NUMBER, 200, "\"" + i + ":\"00-00"))
          .isEqualTo(i + ":77009001-52");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "[<=9999999]000-0000;(000) 000-0000, (770) 090-0152",
    "[>9]0-0;[=0]00, 770090015-2",
    "00-\\x\\-0_), 770090015-x-2",
    "\"00\"00, 007700900152"
  })
  void whatIsAMaskIsFilled(String format, String shown) {
    assertThat(DigitMask.of(format).show(7_700_900_152L)).contains(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0.00",
        "0-0\\",
        "0-0_",
        "0-0\"x",
        "[Red]0-0",
        "[<]0-0",
        "[]0-0",
        "[<5",
        "[<5]0-0",
        "[<99999999999999999999]0-0"
      })
  void whatIsNoneIsLeftToOthers(String format) {
    assertThat(DigitMask.of(format).show(NUMBER)).isEmpty();
  }

  @Test
  void numbersBelowZeroHaveNone() {
    assertThat(DigitMask.of("0-0").show(-1)).isEmpty();
  }
}
