package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.standalone.bench.IdleBench.Seen;

class IdleBenchTest {
  private static BenchReport report(double services, double broker, long records, long logged) {
    return IdleBench.report(
        Instant.EPOCH,
        Machine.here(),
        Map.of(),
        new Seen(Map.of("services", services, "broker", broker), records, logged));
  }

  @Test
  void whatAllProcessesTakeTogetherIsJudged() {
    assertThat(report(0.010, 0.009, 0, 0).broken()).isEmpty();
    assertThat(report(0.012, 0.009, 0, 0).broken())
        .containsExactly("idle takes 2.1 % of a core; below 2 is the aim");
    assertThat(report(0.012, 0.009, 0, 0).rows().getLast())
        .containsAllEntriesOf(Map.of("process", "all", "% of a core", 2.1));
  }

  @Test
  void soIsWhatIsWrittenAndLogged() {
    List<String> broken = report(0, 0, 3, 80).broken();

    assertThat(broken)
        .containsExactly(
            "3 records were written though nobody did anything",
            "80 bytes were logged though nothing happened");
  }
}
