package peal.testkit.asterisk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Asterisk for tests, which are skipped where it is not installed unless CI demands its tools. */
public final class AsteriskFixture {
  private static final Duration TALK = Duration.ofSeconds(1);

  private AsteriskFixture() {}

  /**
   * Starts it in an empty {@code folder}, or skips the test.
   *
   * @param checks how many tests need it, for the reason
   */
  public static RunningAsterisk start(Path folder, int checks) throws IOException {
    String reason =
        "%s; %d checks by a real SIP trunk were not run"
            .formatted(RunningAsterisk.NOT_INSTALLED, checks);
    boolean there = RunningAsterisk.installed();
    if (!there
        && System.getenv("PEAL_DEMAND_TOOLS") != null
        && System.getenv("PEAL_WITHOUT_ASTERISK") == null) {
      throw new AssertionError(reason + ", or set PEAL_WITHOUT_ASTERISK=1");
    }
    assumeTrue(there, reason);
    return new RunningAsterisk(folder, TALK);
  }
}
