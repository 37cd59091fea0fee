package peal.standalone.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static final Goal PACE = Goal.atLeast(1.5, "whole road", "a", "b", Lap::perSecond);

  @Test
  void theMedianOfTheRatiosWithinEachRoundIsJudged() {
    // 2.0, 3.0 and 0.5, where the ratio of the medians would be 1.0
    Map<String, Object> row =
        PACE.row(results(List.of(lap(1, 200), lap(2, 300), lap(3, 100)), laps(100, 100, 200)));

    assertThat(row)
        .containsEntry("ratio", 2.0)
        .containsEntry("least", 0.5)
        .containsEntry("most", 3.0)
        .containsEntry("goal", "≥ 1.5")
        .containsEntry("", "kept");
  }

  @Test
  void aRoundThatOnlyOneSideFinishedDoesNotCount() {
    Map<String, Object> row = PACE.row(results(List.of(lap(2, 140)), laps(10, 100)));

    assertThat(row).containsEntry("ratio", 1.4).containsEntry("", "missed");
  }

  @Test
  void whereLessIsBetterMoreIsMissed() {
    Goal cpu = Goal.atMost(1.4, "cpu per call", "a", "b", Lap::cpuMillisPerCall);

    assertThat(cpu.row(results(List.of(cpu(0.7)), List.of(cpu(0.5))))).containsEntry("", "kept");
    assertThat(cpu.row(results(List.of(cpu(0.8)), List.of(cpu(0.5)))))
        .containsEntry("goal", "≤ 1.4")
        .containsEntry("", "missed");
  }

  @Test
  void withoutASideThereIsARowThatSaysSo() {
    assertThat(PACE.row(results(laps(100), List.of())))
        .containsEntry("ratio", "not measured")
        .containsEntry("", "");
    assertThat(PACE.row(Map.of())).containsEntry("ratio", "not measured");
  }

  @Test
  void whereNothingIsAskedNothingIsJudged() {
    Goal none = Goal.none("whole road", "a", "b", Lap::perSecond);

    assertThat(none.row(results(laps(100), laps(50))))
        .containsEntry("ratio", 2.0)
        .containsEntry("goal", "-")
        .containsEntry("", "");
  }

  private static Map<String, SideResult> results(List<Lap> a, List<Lap> b) {
    return Map.of("a", result("a", a), "b", result("b", b));
  }

  private static SideResult result(String name, List<Lap> laps) {
    return new SideResult(name, laps, Map.of(), List.of());
  }

  private static List<Lap> laps(int... perSecond) {
    return IntStream.range(0, perSecond.length).mapToObj(i -> lap(i + 1, perSecond[i])).toList();
  }

  private static Lap lap(int round, int perSecond) {
    return new Lap(round, perSecond, 0.5, 1, 1, 0);
  }

  private static Lap cpu(double millis) {
    return new Lap(1, 1_000, 0.5, 1, millis, 0);
  }
}
