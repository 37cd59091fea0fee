package peal.standalone.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.chaos.plan.FaultKind;
import peal.testkit.promises.Verdict;

class ChaosReportTest {
  @Test
  void aRunInWhichAllPromisesHeldIsKept() {
    ChaosReport report = new Aftermath().report();

    assertThat(report.promises()).hasSize(10).allMatch(Verdict::kept);
    assertThat(report.kept()).isTrue();
    assertThat(report.rows()).isEqualTo(new ChaosReport.Rows(232, 3, 1, 232, 0, 0, 0, 0));
    assertThat(report.ringsPerAttempt()).isEqualTo(Map.of(1, 232L));
    assertThat(report.faultsByKind())
        .hasSize(FaultKind.values().length)
        .containsEntry("kill -9", 1);
    assertThat(report.stories()).isEmpty();
  }

  @Test
  void anAttemptThatRangTwiceIsCountedAndItsStoryIsTold() {
    ChaosReport report = new Aftermath().ring("big", 3, 150_000).report();

    assertThat(report.kept()).isFalse();
    assertThat(report.ringsPerAttempt()).isEqualTo(Map.of(1, 231L, 2, 1L));
    assertThat(report.stories()).containsOnlyKeys(Aftermath.job("big", 3));
    assertThat(ReportText.table(report))
        .contains("what became of " + Aftermath.job("big", 3))
        .contains("story of " + Aftermath.job("big", 3))
        .endsWith("seed: 7\n");
  }

  @Test
  void aRowThatNoCallAnswersForIsLost() {
    ChaosReport report = new Aftermath().lost().report();

    assertThat(report.rows().lost()).isEqualTo(1);
    assertThat(report.kept()).isFalse();
  }

  @Test
  void aCallThatHasNotEndedIsStuck() {
    ChaosReport report = new Aftermath().stuck().report();

    assertThat(report.rows().stuck()).isEqualTo(1);
    assertThat(report.promises())
        .filteredOn(Verdict::broken)
        .extracting(Verdict::promise)
        .contains("No Call Stuck", "Every Row Ends Once");
  }

  @Test
  void aRingForABatchThatNobodyWasToldOfBreaksOneRing() {
    ChaosReport report = new Aftermath().ring("stranger", 1, 100_000).report();

    assertThat(report.promises())
        .filteredOn(Verdict::broken)
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.evidence()).contains("stranger"));
  }

  @Test
  void twoRingsTooManyInASecondBreakTheLimitOnlyWhereNothingWasDisturbed() {
    ChaosReport calm = new Aftermath().ring("big", 1, 16_050).ring("big", 2, 16_060).report();
    ChaosReport disturbed = new Aftermath().ring("big", 1, 31_050).ring("big", 2, 31_060).report();

    assertThat(calm.promises().get(2).broken()).isTrue();
    assertThat(disturbed.promises().get(2).kept()).isTrue();
    assertThat(calm.pace().getFirst().mostInACalmSecond()).isEqualTo(6);
    assertThat(disturbed.pace().getFirst().mostInACalmSecond()).isEqualTo(4);
    assertThat(disturbed.pace().getFirst().mostInASecond()).isEqualTo(6);
  }

  @Test
  void whatTheMachineHeldBackIsNotHeldAgainstTheLimit() {
    assertThat(rush().report().promises().get(2).broken()).isTrue();
    assertThat(rush().hiccup(16, 2_000).report().promises().get(2).kept()).isTrue();
  }

  /** The orders of two seconds left in time, by the dialer's word, and arrived together. */
  private static Aftermath rush() {
    Aftermath rush = new Aftermath().silent(14, 16);
    for (int row = 53; row <= 60; row++) {
      rush.sent("big", row, 1_200 + (row - 1) * 250).ring("big", row, 16_000 + row);
    }
    return rush;
  }

  @Test
  void anUploadThatWasGivenUpAndAMemberThatIsNotReadyCountAgainstTheRun() {
    ChaosReport report = new Aftermath().gaveUp("mill 4").notReady("ingest-2").report();

    assertThat(report.promises()).allMatch(Verdict::kept);
    assertThat(report.kept()).isFalse();
    assertThat(report.problems())
        .containsExactly("the upload 'mill 4' was given up", "ingest-2 was not ready at the end");
  }

  @Test
  void aFaultIsChargedWithTheSilenceThatBeginsWithIt() {
    ChaosReport report = new Aftermath().silent(31, 40).unanswered(31, 35).report();

    assertThat(report.faults())
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.at()).isEqualTo(30);
          assertThat(fault.lasted()).isEqualTo(2);
          assertThat(fault.readyAfter()).isEqualTo(8);
          assertThat(fault.withoutRing()).isBetween(8.9, 9.3);
          assertThat(fault.withoutAnswer()).isEqualTo(4);
        });
  }

  @Test
  void itIsWrittenForProgramsAndForPeople(@TempDir Path folder) throws IOException {
    Path page = ReportFiles.write(new Aftermath().report(), folder);

    JsonNode json = new JsonMapper().readTree(folder.resolve("chaos-7.json").toFile());
    assertThat(json.path("seed").asInt()).isEqualTo(7);
    assertThat(json.path("kept").asBoolean()).isTrue();
    assertThat(json.path("promises")).hasSize(10);
    assertThat(json.path("faults").path(0).path("target").asText()).isEqualTo("dialer-1");
    assertThat(json.path("rows").path("lost").asInt(-1)).isZero();
    assertThat(Files.readString(page))
        .contains("# Chaos, seed 7", "All ten promises held", "## Rings per attempt")
        .contains("| kill -9 | dialer-1 | 30.0 |");
  }
}
