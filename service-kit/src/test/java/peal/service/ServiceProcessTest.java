package peal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ServiceProcessTest {
  /** A service that writes figures, and then cannot start. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] args) {
      ServiceProcess.run(
          "doomed",
          () -> {
            throw new IllegalStateException("%,d of %.1f".formatted(12_345, 6.7));
          });
    }
  }

  @Test
  void itSaysWhyItCannotStartAndInEveryLanguageTheSame() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(said).contains("doomed cannot start: 12,345 of 6.7").doesNotContain("\tat ");
  }
}
