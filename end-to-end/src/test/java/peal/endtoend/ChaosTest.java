package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./peal chaos}, short and with one plan that never changes. */
@Tag("chaos")
class ChaosTest {
  private static final String SEED = "5";
  private static final Path REPORTS = Path.of("target", "chaos");

  /** Ten times what is usual. */
  private static final Duration PATIENCE = Duration.ofMinutes(50);

  /** The carrier hides a second request for an attempt, so the requests are counted as well. */
  @Test
  void allPromisesHoldThroughEveryKindOfFault(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws IOException, InterruptedException {
    allHold(folder, REPORTS);
  }

  /** Every request rings a phone; then some outcomes are unknown, and still nobody rings twice. */
  @Test
  @Tag("long")
  void allPromisesHoldAtACarrierThatDoesNotKnowItsKeys(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws IOException, InterruptedException {
    allHold(folder, REPORTS.resolve("careless"), "--careless-carrier");
  }

  private static void allHold(Path folder, Path reports, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("chaos", "--seed", SEED, "--minutes", "1.25", "--rows", "300"));
    arguments.addAll(List.of("--report", reports.toString(), "--data", folder.toString()));
    arguments.addAll(List.of(more));
    Path log = reports.resolve("chaos.log");
    Files.createDirectories(reports);
    Files.deleteIfExists(log);

    int exit = Child.run(log, PATIENCE, arguments.toArray(String[]::new));

    System.out.println(Files.readString(log));
    assertThat(exit).as("everything held; see %s", reports).isZero();
    JsonNode report =
        new ObjectMapper().readTree(reports.resolve("chaos-" + SEED + ".json").toFile());
    assertThat(report.path("faultsByKind").isEmpty()).isFalse();
    assertThat(report.path("faultsByKind").properties())
        .allSatisfy(kind -> assertThat(kind.getValue().asInt()).as(kind.getKey()).isPositive());
  }
}
