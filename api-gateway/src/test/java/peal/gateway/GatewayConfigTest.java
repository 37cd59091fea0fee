package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.service.Settings;
import peal.topics.TopicProvision;

class GatewayConfigTest {
  @Test
  void theEnvironmentIsRead() {
    GatewayConfig config =
        read(
            Map.of(
                "PEAL_PROVISION", "verify",
                "PEAL_INGEST_URLS", "http://a:1, http://b:2/",
                "PEAL_ADMIN_TOKEN", "token-of-operators"));

    assertThat(config.provision()).isEqualTo(TopicProvision.VERIFY);
    assertThat(config.ingest()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
    assertThat(config.adminToken()).contains("token-of-operators");
    assertThat(config.port()).isEqualTo(8080);
  }

  @Test
  void silenceGivesTheDefaults() {
    GatewayConfig config = read(Map.of());

    assertThat(config.provision()).isEqualTo(TopicProvision.CREATE);
    assertThat(config.projectors()).containsExactly(URI.create("http://127.0.0.1:8083"));
    assertThat(config.adminToken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PEAL_INGEST_URLS=,",
        "PEAL_PROJECTOR_URLS=host:80",
        "PEAL_PARTITIONS=0",
        "PEAL_ADMIN_TOKEN=fifteen-letters"
      })
  void aWrongSettingIsNamed(String setting) {
    String[] pair = setting.split("=", 2);

    assertThatThrownBy(() -> read(Map.of(pair[0], pair[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pair[0]);
  }

  private static GatewayConfig read(Map<String, String> environment) {
    return Settings.read(GatewayConfig.class, environment);
  }
}
