package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,3", "4,3", "9,3"})
  void theLastGapRepeats(int attempt, int hours) {
    SmartCallback callbacks =
        new SmartCallback(
            9, List.of(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3)));

    assertThat(callbacks.gapAfter(attempt)).isEqualTo(Duration.ofHours(hours));
  }

  @Test
  void theFirstDialIsNotCountedAsACallback() {
    SmartCallback callbacks = new SmartCallback(2, List.of(Duration.ofHours(1)));

    assertThat(callbacks.callsBack(1, Outcome.BUSY)).isTrue();
    assertThat(callbacks.callsBack(2, Outcome.BUSY)).isTrue();
    assertThat(callbacks.callsBack(3, Outcome.BUSY)).isFalse();
    assertThat(callbacks.callsBack(1, Outcome.ANSWERED)).isFalse();
    assertThat(callbacks.callsBack(1, Outcome.REJECTED)).isFalse();
    assertThat(callbacks.callsBack(1, Outcome.UNKNOWN)).isFalse();
  }

  @Test
  void gapsOfMoreThanThirtyDaysTogetherAreRefused() {
    assertThatThrownBy(() -> new SmartCallback(4, List.of(Duration.ofDays(8))))
        .hasMessageContaining("30 days");
    assertThatThrownBy(() -> new SmartCallback(1, List.of(Duration.ofSeconds(59))))
        .hasMessageContaining("one minute");
    assertThatThrownBy(() -> new SmartCallback(11, List.of(Duration.ofDays(1))))
        .hasMessageContaining("maxAttempts");
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
