package peal.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowWeightTest {
  private static int weight(String json) {
    return RowWeight.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void textCountsAsItIsWritten() {
    String said = "{\"prompt\":\"" + "a, {b} [c], ".repeat(1_000) + "\"}";

    assertThat(weight(said)).isEqualTo(said.length());
  }

  @Test
  void quotesWithinTextDoNotEndIt() {
    String quoted = "{\"prompt\":\"" + "\\\",\\\\".repeat(1_000) + "\"}";

    assertThat(weight(quoted)).isEqualTo(quoted.length());
  }

  @Test
  void whatIsNothingButStructureCountsByItsValues() {
    assertThat(weight("[" + "{},".repeat(999) + "{}]")).isGreaterThanOrEqualTo(40_000);
    assertThat(weight("{" + "\"a\":{".repeat(99) + "\"a\":1" + "}".repeat(100)))
        .isGreaterThanOrEqualTo(4_000);
  }
}
