package peal.standalone.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.bench.BenchReport;
import peal.standalone.bench.Machine;

class CompareBenchTest {
  private static final CompareBench.Options OPTIONS =
      new CompareBench.Options(100, 2, Duration.ofMinutes(15), Goals.SIDES, true);

  @TempDir Path folder;

  @Test
  void everySideAndEveryGoalHasItsRowAlsoWhereASideIsMissing() {
    BenchReport report =
        report(
            result(Goals.PEAL_INSTANT, List.of(lap(1, 0.5), lap(2, 0.25))),
            result(Goals.BULLMQ_NOOP, List.of(), "redis-server is missing"));

    assertThat(report.tables().get("sides"))
        .extracting(row -> row.get("side"))
        .containsExactlyElementsOf(Goals.SIDES);
    assertThat(report.tables().get("sides"))
        .extracting(row -> row.get("calls/s"))
        .containsExactly(300.0, "missing", "not asked for", "not asked for", "not asked for");
    assertThat(report.tables().get("ratios")).hasSameSizeAs(Goals.ALL);
    assertThat(report.broken()).containsExactly("bullmq-noop: redis-server is missing");
  }

  @Test
  void allIsPrintedAndTheFiguresOfEachRunLieInTheFile() throws Exception {
    // when
    Path file = folder.resolve("new").resolve("figures.json");
    StringWriter out = new StringWriter();
    int code =
        report(
                result(Goals.PEAL_INSTANT, List.of(lap(1, 0.5), lap(2, 0.25))),
                result(Goals.KAFKA, List.of(), "it broke"))
            .publishAs(new PrintWriter(out), file);

    // then
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("sides", "ratios", "not measured", "≥ 1.5", "does not hold: kafka: it broke");
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.path("benchmark").asText()).isEqualTo("compare");
    assertThat(json.path("settings").path("peal-instant").path("heap").asText()).isEqualTo("1g");
    assertThat(json.path("sides").path(0).path("calls/s").asDouble()).isEqualTo(300);
    assertThat(json.path("laps").path("peal-instant").path(1).path("seconds").asDouble())
        .isEqualTo(0.25);
    assertThat(json.path("machine").path("java").asText()).isNotEmpty();
  }

  private static BenchReport report(SideResult... results) {
    return CompareBench.report(Instant.EPOCH, Machine.here(), OPTIONS, List.of(results));
  }

  private static SideResult result(String name, List<Lap> laps, String... faults) {
    return new SideResult(name, laps, Map.of("heap", "1g"), List.of(faults));
  }

  private static Lap lap(int round, double seconds) {
    return new Lap(round, 100, seconds / 10, seconds, 0.1, 0);
  }
}
