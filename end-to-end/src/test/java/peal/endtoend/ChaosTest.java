package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.chaos.ChaosOptions;
import peal.standalone.chaos.ChaosRun;
import peal.standalone.chaos.plan.ChaosPlan;
import peal.standalone.chaos.report.ChaosReport;
import peal.standalone.chaos.report.ReportFiles;
import peal.standalone.chaos.report.ReportText;

/** What {@code ./peal chaos} does, short and with one plan that never changes. */
@Tag("chaos")
class ChaosTest {
  private static final long SEED = 5;
  private static final Duration STORM = ChaosPlan.SHORTEST;
  private static final int ROWS = 300;
  private static final Path REPORTS = Path.of("target", "chaos");

  /** The carrier hides a second request for an attempt, so the requests are counted as well. */
  @Test
  void allPromisesHoldThroughEveryKindOfFault(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws IOException, InterruptedException {
    allHold(new ChaosOptions(SEED, STORM, ROWS, true, Optional.empty(), folder), REPORTS);
  }

  /** Every request rings a phone; then some outcomes are unknown, and still nobody rings twice. */
  @Test
  @Tag("long")
  void allPromisesHoldAtACarrierThatDoesNotKnowItsKeys(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws IOException, InterruptedException {
    allHold(
        new ChaosOptions(SEED, STORM, ROWS, false, Optional.empty(), folder),
        REPORTS.resolve("careless"));
  }

  private static void allHold(ChaosOptions options, Path reports)
      throws IOException, InterruptedException {
    ChaosReport report = new ChaosRun(options, System.out::println).run();

    ReportFiles.write(report, reports);
    System.out.println(ReportText.table(report));
    assertThat(report.faultsByKind()).allSatisfy((kind, times) -> assertThat(times).isPositive());
    assertThat(report.kept()).as("everything held; see %s", reports).isTrue();
  }
}
