package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no service does: each refuses before it asks Kafka for anything. */
class ServicesTest {
  private static final String NO_KAFKA = "127.0.0.1:1";

  @ParameterizedTest
  @EnumSource(names = {"INGEST", "DIALER", "PROJECTOR"})
  void noInnerServiceOpensItselfToOthersWithoutAToken(Services service) {
    assertThatThrownBy(() ->
            service.start(Map.of("KAFKA_BOOTSTRAP_SERVERS", NO_KAFKA, "PEAL_HOST", "0.0.0.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEAL_INTERNAL_TOKEN must be set")
        .hasMessageContaining("0.0.0.0");
  }

  @Test
  void noGatewayAsksOtherMachinesWithoutAToken() {
    assertThatThrownBy(() ->
            Services.GATEWAY.start(
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    NO_KAFKA,
                    "PEAL_PROJECTOR_URLS",
                    "http://127.0.0.1:1,http://10.0.0.7:8083")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEAL_INTERNAL_TOKEN must be set")
        .hasMessageContaining("10.0.0.7");
  }
}
