package peal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class LifelineTest {
  private Process child;
  private BufferedReader said;

  @BeforeEach
  void start() throws IOException {
    child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowStopper.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    said = child.inputReader();
    assertThat(said.readLine()).isEqualTo("runs");
  }

  @AfterEach
  void end() {
    child.destroyForcibly();
  }

  @Test
  void aChildThatIsToldToStopHasTheTimeToDoSoInOrder() throws Exception {
    Lifeline.stop(child);

    assertThat(said.readLine()).isEqualTo("stopped");
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(143);
  }

  @Test
  void aChildWhoseParentHasGoneHaltsAtOnce() throws Exception {
    child.getOutputStream().close();

    assertThat(said.readLine()).isNull();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(Lifeline.ORPHANED);
  }
}
