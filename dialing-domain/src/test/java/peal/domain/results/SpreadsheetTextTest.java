package peal.domain.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\uff1d1+1",
        "+1 555 010 (x)",
        "- ",
        "="
      })
  void whatWouldBeAFormulaBecomesText(String text) {
    assertThat(SpreadsheetText.of(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1+1", "\r=1+1", "\n=1+1", "\tAda"})
  void aCellThatBeginsWithATabOrALinesEndIsTextToo(String text) {
    assertThat(SpreadsheetText.of(text)).startsWith("'").endsWith(text.substring(2));
  }

  @Test
  void aFormulaBehindBlanksIsText() {
    assertThat(SpreadsheetText.of("  =1+1")).isEqualTo("  '=1+1");
  }

  @Test
  void nothingInsideACellCanBeginANewOneThatIsAFormula() {
    assertThat(SpreadsheetText.of("Ada;=1+1")).isEqualTo("Ada;'=1+1");
    assertThat(SpreadsheetText.of("Ada\n=1+1\t@x")).isEqualTo("Ada\n'=1+1\t'@x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Ada",
        "O'Neil",
        "a=b",
        "3-4",
        "ada@example.org",
        "-12.5",
        "+15550100001",
        "-7",
        "1,5"
      })
  void whatIsNoFormulaStaysAsItIs(String text) {
    assertThat(SpreadsheetText.of(text)).isEqualTo(text);
  }

  /** Where each line's end looks ahead over all that follow, this takes hours. */
  @Test
  @Timeout(60)
  void aCellOfNothingButLinesEndsTakesNoLongerThanAnotherOfItsLength() {
    String cell = "\n".repeat(5_000_000);

    assertThat(SpreadsheetText.of(cell + "x").length()).isEqualTo(cell.length() + 2);
    assertThat(SpreadsheetText.of(cell + "=")).endsWith("\n'=");
  }

  @Test
  void blanksOfAllKindsCountAtTheBeginningOfACellOnly() {
    assertThat(SpreadsheetText.of("\ufeff\u00a0 =1")).isEqualTo("\ufeff\u00a0 '=1");
    assertThat(SpreadsheetText.of("a;\u00a0=1")).isEqualTo("a;\u00a0'=1");
    assertThat(SpreadsheetText.of("a;\f\u000b =1")).isEqualTo("a;\f\u000b '=1");
    assertThat(SpreadsheetText.of("a =1")).isEqualTo("a =1");
  }

  @Test
  void nothingStaysNothing() {
    assertThat(SpreadsheetText.of(null)).isNull();
  }
}
