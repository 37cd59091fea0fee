package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"+1234567", "+123456789012345", "+15551234567"})
  void e164NumbersExist(String text) {
    assertThat(new PhoneNumber(text).e164()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "123",
        "+0123456789",
        "+123456",
        "+1234567890123456",
        "+1 555 1234567",
        "+١٢٣٤٥٦٧٨"
      })
  void anythingElseDoesNot(String text) {
    assertThatThrownBy(() -> new PhoneNumber(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(text.isEmpty() ? "\u0000" : text.substring(1) + "!");
  }

  @Test
  void aPrintedNumberIsMasked() {
    assertThat("" + new PhoneNumber("+15551234567")).isEqualTo("+1********67");
  }

  @Test
  void failuresAfterSeveralAttemptsSaySo() {
    assertThat(Outcome.BUSY.error(1)).isEqualTo("Number busy");
    assertThat(Outcome.NO_ANSWER.error(3))
        .isEqualTo("No answer - unable to connect after 3 attempts");
    assertThat(Outcome.ANSWERED.error(3)).isNull();
  }

  @Test
  void limitsOutsideTheirRangeAreNamed() {
    assertThatThrownBy(() -> new Limits(0, 1, 1)).hasMessageContaining("callsPerSecond");
    assertThatThrownBy(() -> new Limits(Double.NaN, 1, 1)).hasMessageContaining("callsPerSecond");
    assertThatThrownBy(() -> new Limits(1, 0, 1)).hasMessageContaining("maxConcurrentCalls");
    assertThatThrownBy(() -> new Limits(1, 1, 0)).hasMessageContaining("maxRowsPerBatch");
  }
}
