package peal.ingest.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats as somebody might write them who means to keep the reader busy. */
class DigitMaskTest {
  private static final String NUMBER = "7700900152";

  private static Optional<String> show(String format, String number) {
    return CellFormat.of(format)
        .show(new BigDecimal(number), false, value -> value.toPlainString());
  }

  @Test
  void aFormatMayBeAsLongAsExcelsAndNoLonger() {
    String longest = "0-".repeat(127) + "0";

    assertThat(longest).hasSize(FormatText.LONGEST);
    assertThat(show(longest, NUMBER).orElseThrow())
        .isEqualTo("0-".repeat(118) + "7-7-0-0-9-0-0-1-5-2");
    assertThat(show(longest + "-", NUMBER)).isEmpty();
  }

  @Test
  void twoThousandCharactersAreNoMask() {
    assertThat(show("0-".repeat(1_000), NUMBER)).isEmpty();
    assertThat(show("0".repeat(500) + "-".repeat(500), NUMBER)).isEmpty();
  }

  @Test
  @Timeout(60)
  void anEndlessFormatIsNone() {
    String endless = "[RED]".repeat(1_000_000) + "0";

    assertThat(new ShownNumbers(null, false).show(1234.5, 200, endless).text()).isEqualTo("1234.5");
  }

  @Test
  void aHundredfoldOfAHundredIsShown() {
    assertThat(show("0" + "%".repeat(100), "1").orElseThrow()).hasSize(301);
  }

  @ParameterizedTest
  @CsvSource({
    "7700900152, [<=9999999]000-0000;(000) 000-0000, (770) 090-0152",
    "7700900152, [>9]0-0;[=0]00, 770090015-2",
    "7700900152, 00-\\x\\-0_), 770090015-x-2",
    "7700900152, '\"00\"00', 007700900152",
    "7700900152, [Red]0-0, 770090015-2",
    "7700900152, 0/00, 77009001/52",
    "-1, 0-0, -0-1",
    "-5, '0;\"less \"0', less 5",
    "0, '0;-0;\"none\"', none",
    "-5, '[<0]\"less\";0', -less",
    "1234567.891, '#,##0.00', '1,234,567.89'",
    "1234567.891, '0.0#####', 1234567.891",
    "1234567.891, '\"c. \"#,##0,', 'c. 1,235'",
    "1234, '0.0,\"K\"', 1.2K",
    "1234567, '#,##0.0,,\"M\"', 1.2M",
    "-1234.5, '#,##0.00_);(#,##0.00)', '(1,234.50)'",
    "0.256, '0.0%', 25.6%",
    "0.25, '#.00', .25",
    "12.3, '.00', 12.30",
    "0, '_(* \"-\"??_)', -",
    "1.5, '\"n \"General', n 1.5"
  })
  void whatIsAMaskIsFilled(String number, String format, String shown) {
    assertThat(show(format, number)).contains(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0-0\\",
        "0-0_",
        "0-0\"x",
        "0.00E+00",
        "# ?/?",
        "[<]0-0",
        "[]0-0",
        "[<5",
        "[<5]0-0",
        "[<99999999999999999999]0-0"
      })
  void whatIsNoneIsLeftToOthers(String format) {
    assertThat(show(format, NUMBER)).isEmpty();
  }
}
