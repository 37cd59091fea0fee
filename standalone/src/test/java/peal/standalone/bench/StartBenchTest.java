package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartBenchTest {
  private static final StartTimes SOON = new StartTimes(2, 3.9, 3, 5);
  private static final StartTimes LATE = new StartTimes(2, 4.2, 3, 5);

  @TempDir Path folder;

  @Test
  void theMedianJudgesAndNotOneSlowRun() {
    assertThat(report(SOON, LATE, SOON).broken()).isEmpty();
    assertThat(report(LATE, SOON, LATE).broken())
        .singleElement()
        .asString()
        .contains("first start")
        .contains("2.10 times");
  }

  @Test
  void theTableIsPrintedAndItsFiguresLieBesideIt() throws Exception {
    // when
    StringWriter out = new StringWriter();
    int code = report(SOON, LATE).publish(new PrintWriter(out), folder.resolve("results"));

    // then
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("ratio second")
        .contains("median")
        .contains("does not hold");
    JsonNode json = new ObjectMapper().readTree(onlyFile(folder.resolve("results")).toFile());
    assertThat(json.path("benchmark").asText()).isEqualTo("start");
    assertThat(json.path("machine").path("cores").asInt()).isPositive();
    assertThat(json.path("rows").path(2).path("up, first s").asDouble()).isEqualTo(4.05);
  }

  private static Path onlyFile(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static BenchReport report(StartTimes... runs) {
    return StartBench.report(Instant.EPOCH, Machine.here(), List.of(runs));
  }
}
