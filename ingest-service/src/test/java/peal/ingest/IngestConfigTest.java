package peal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.service.Settings;
import peal.topics.TopicProvision;

class IngestConfigTest {
  private static IngestConfig read(Map<String, String> environment) {
    return Settings.read(IngestConfig.class, environment);
  }

  @Test
  void defaultsStandInTheRecord() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new IngestConfig(
                "127.0.0.1",
                8081,
                12,
                TopicProvision.CREATE,
                Optional.empty(),
                "data/spool",
                "data/rejected",
                1_024,
                4,
                120,
                8_000,
                900,
                20,
                720,
                2_000));
  }

  @Test
  void provisionIsReadInLowerCaseToo() {
    assertThat(read(Map.of("PEAL_PROVISION", "verify")).provision())
        .isEqualTo(TopicProvision.VERIFY);
  }

  @ParameterizedTest
  @CsvSource({
    "PEAL_PORT, 65536",
    "PEAL_PARTITIONS, 0",
    "PEAL_REJECTED_MB, 0",
    "PEAL_MAX_UPLOADS, 0",
    "PEAL_KAFKA_PATIENCE_MILLIS, 10"
  })
  void aValueOutOfRangeIsNamed(String name, String value) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
