package peal.dialer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.service.Settings;

/** Who can forge the carrier's callbacks can end anybody's calls. */
class DialerConfigTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "PEAL_HOST, 0.0.0.0",
    "PEAL_HOST, 10.1.2.3",
    "PEAL_CALLBACK_URL, http://10.1.2.3/carrier/callbacks",
    "PEAL_PUBLIC_URL, https://peal.example.com"
  })
  void theSecretThatEveryoneKnowsIsRefusedWhereOthersCanSendCallbacks(String name, String value) {
    assertThatThrownBy(() -> read(Map.of(name, value)).requireOwnSecret())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEAL_CARRIER_SECRET");
    assertThatThrownBy(
            () -> read(Map.of(name, value, "PEAL_CARRIER_SECRET", "short")).requireOwnSecret())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16")
        .hasMessageNotContaining("short");
    assertThatCode(() ->
            read(Map.of(name, value, "PEAL_CARRIER_SECRET", "sixteen-letters-")).requireOwnSecret())
        .doesNotThrowAnyException();
  }

  @Test
  void onThisMachineOneMayPractise() {
    assertThatCode(() ->
            read(Map.of("PEAL_CALLBACK_URL", "http://localhost:8082/carrier/callbacks"))
                .requireOwnSecret())
        .doesNotThrowAnyException();
  }

  private static DialerConfig read(Map<String, String> environment) {
    return Settings.read(DialerConfig.class, new HashMap<>(environment));
  }
}
