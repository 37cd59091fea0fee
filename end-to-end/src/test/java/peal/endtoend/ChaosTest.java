package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.chaos.ChaosOptions;
import peal.standalone.chaos.ChaosRun;
import peal.standalone.chaos.report.ChaosReport;
import peal.standalone.chaos.report.ReportFiles;
import peal.standalone.chaos.report.ReportText;

/** What {@code ./peal chaos} does, short and with one plan that never changes. */
@Tag("chaos")
class ChaosTest {
  private static final long SEED = 5;
  private static final Duration STORM = Duration.ofSeconds(90);
  private static final int ROWS = 450;
  private static final Path REPORTS = Path.of("target", "chaos");

  @Test
  void allPromisesHoldThroughEveryKindOfFault(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws IOException, InterruptedException {
    ChaosOptions options = new ChaosOptions(SEED, STORM, ROWS, folder);

    ChaosReport report = new ChaosRun(options, System.out::println).run();

    ReportFiles.write(report, REPORTS);
    System.out.println(ReportText.table(report));
    assertThat(report.faultsByKind()).allSatisfy((kind, times) -> assertThat(times).isPositive());
    assertThat(report.kept()).as("everything held; see %s", REPORTS).isTrue();
  }
}
