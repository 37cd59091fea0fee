package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverloadBenchTest {
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static OverloadCase achieved(int asked, int perSecond) {
    return achieved(asked, perSecond, SETTLED, List.of());
  }

  private static OverloadCase achieved(
      int asked, int perSecond, Duration settled, List<String> faults) {
    double[] times = new double[10 * perSecond];
    for (int i = 0; i < times.length; i++) {
      times[i] = i * 1_000.0 / perSecond;
    }
    return new OverloadCase(
        asked,
        Duration.ZERO,
        new RingTimes(times, 10),
        40_000_000_000L,
        settled,
        List.of(new ProcessPeak("services", 300, 80)),
        faults);
  }

  private static BenchReport report(OverloadCase... cases) {
    return OverloadBench.report(Instant.EPOCH, Machine.here(), Map.of(), 0.9, List.of(cases));
  }

  @Test
  void aRateBelowTheBestIsHeldAgainstWhatWasAskedAndOneAboveAgainstTheBest() {
    assertThat(report(achieved(50, 50), achieved(400, 200), achieved(10_000, 181)).broken())
        .isEmpty();
    assertThat(report(achieved(50, 44), achieved(400, 200), achieved(10_000, 179)).broken())
        .hasSize(2)
        .anyMatch(broken -> broken.contains("asked for 50/s") && broken.contains("88 %"))
        .anyMatch(broken -> broken.contains("asked for 10000/s"));
  }

  @Test
  void whatDoesNotSettleAndWhatDiesIsNamed() {
    assertThat(
            report(
                    achieved(50, 50, Duration.ofSeconds(61), List.of()),
                    achieved(100, 100, SETTLED, List.of("'peal up' has ended")))
                .broken())
        .hasSize(2)
        .anyMatch(broken -> broken.contains("not settled"))
        .anyMatch(broken -> broken.contains("'peal up' has ended"));
  }

  @Test
  void aRowSaysWhatACallCostsAndHowEvenlyItRang() {
    Map<String, ?> row = report(achieved(100, 100)).rows().getFirst();

    assertThat(row.get("cpu ms/call")).isEqualTo(40.0);
    assertThat(row.get("gap p99 ms")).isEqualTo(10.0);
    assertThat(row.get("services MiB")).isEqualTo(300L);
  }

  @Test
  void aProcessThatTakesMoreThanItsBoundIsNamed() {
    OverloadCase greedy =
        new OverloadCase(
            100,
            Duration.ZERO,
            achieved(100, 100).rings(),
            0,
            SETTLED,
            List.of(
                new ProcessPeak("services", 900, 1_200, 512, 512),
                new ProcessPeak("broker", 507, 90, 256, 256),
                new ProcessPeak("simulator", 300, 101, 128, 128)),
            List.of());

    assertThat(report(greedy).broken())
        .hasSize(2)
        .anyMatch(broken -> broken.contains("the broker took 507 MiB"))
        .anyMatch(broken -> broken.contains("the simulator had 101 threads"));
  }

  @Test
  void aPeakIsTheGreaterOfEachFigure() {
    ProcessPeak peak =
        new ProcessPeak("broker", 300, 80).or(new ProcessPeak("broker", -1, -1, 190, 256));

    assertThat(peak).isEqualTo(new ProcessPeak("broker", 300, 80, 190, 256));
  }

  @Test
  void theHeapIsReadFromWhatTheJdkTells() {
    assertThat(
            OverloadHeap.taken(
                """
                4711:
                DefNew     total 36864K, used 1234K [0x1, 0x2, 0x3)
                  eden space 32768K,   3% used [0x1, 0x2, 0x3)
                Tenured    total 81920K, used 64K [0x1, 0x2, 0x3)
                Metaspace  used 62034K, committed 62528K, reserved 1114112K
                """))
        .isEqualTo(116);
    assertThat(OverloadHeap.taken("4711:\nNo such process\n")).isEqualTo(-1);
    assertThat(OverloadHeap.longest("java -Xmx1g -Xss1m -Xmx256m -cp peal.jar Main"))
        .isEqualTo(256);
    assertThat(OverloadHeap.longest("java -Xmx2g Main")).isEqualTo(2_048);
    assertThat(OverloadHeap.longest("java Main")).isEqualTo(-1);
  }

  @Test
  void aFileHasRowsForTheWholeLoad() {
    assertThat(OverloadPlan.SHORT.rows()).isEqualTo(50_000);
  }
}
