package peal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.github.gestalt.config.annotations.Config;
import org.junit.jupiter.api.Test;

public class SettingsTest {
  public record Sample(
      @Config(defaultVal = "8080") int port,
      @Config(defaultVal = "127.0.0.1") String host,
      @Config(defaultVal = "1500") long dialByMillis,
      Optional<String> note) {}

  @Test
  void defaultsHoldWhereTheEnvironmentIsSilent() {
    assertThat(Settings.read(Sample.class, Map.of()))
        .isEqualTo(new Sample(8080, "127.0.0.1", 1500, Optional.empty()));
  }

  @Test
  void theEnvironmentWins() {
    assertThat(
            Settings.read(
                Sample.class,
                Map.of(
                    "PEAL_PORT",
                    "9",
                    "PEAL_DIAL_BY_MILLIS",
                    "7",
                    "OTHER",
                    "x",
                    "PEAL_NOTE",
                    "http://a:1/b=c,d")))
        .isEqualTo(new Sample(9, "127.0.0.1", 7, Optional.of("http://a:1/b=c,d")));
  }

  @Test
  void aWrongValueIsNamed() {
    assertThatThrownBy(() -> Settings.read(Sample.class, Map.of("PEAL_PORT", "many")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("PEAL_PORT must be a whole number");
  }

  @Test
  void aWrongValueIsNotRepeatedForItMayBeASecret() {
    assertThatThrownBy(() -> Settings.read(Sample.class, Map.of("PEAL_DIAL_BY_MILLIS", "s3cret")))
        .hasMessage("PEAL_DIAL_BY_MILLIS must be a whole number")
        .hasNoCause();
  }
}
