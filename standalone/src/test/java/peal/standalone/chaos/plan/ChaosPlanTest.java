package peal.standalone.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import peal.standalone.chaos.plan.FaultKind.Track;

class ChaosPlanTest {
  private static final Duration LONGEST_SESSION = Duration.ofSeconds(10);

  static Stream<ChaosPlan> plans() {
    return LongStream.range(0, 100)
        .boxed()
        .flatMap(seed ->
            Stream.of(
                ChaosPlan.of(seed, ChaosPlan.SHORTEST, ChaosPlan.LEAST_ROWS),
                ChaosPlan.of(seed, Duration.ofMinutes(7), 5_000)));
  }

  @Test
  void theSameSeedMakesTheSamePlan() {
    ChaosPlan one = ChaosPlan.of(11, Duration.ofMinutes(3), 1_000);

    ChaosPlan same = ChaosPlan.of(11, Duration.ofMinutes(3), 1_000);

    assertThat(same).isEqualTo(one);
  }

  @Test
  void anotherSeedMakesAnotherPlan() {
    ChaosPlan one = ChaosPlan.of(11, Duration.ofMinutes(3), 1_000);

    ChaosPlan other = ChaosPlan.of(12, Duration.ofMinutes(3), 1_000);

    assertThat(other.faults()).isNotEqualTo(one.faults());
    assertThat(other.uploads()).isNotEqualTo(one.uploads());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyKindOfFaultOccursWithinTheStorm(ChaosPlan plan) {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    plan.faults().forEach(fault -> kinds.add(fault.kind()));

    assertThat(kinds).containsExactlyInAnyOrder(FaultKind.values());
    assertThat(plan.faults())
        .allMatch(fault -> fault.at().compareTo(plan.calm()) >= 0)
        .allMatch(fault -> fault.until().compareTo(plan.end()) <= 0);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void faultsOfOneTrackFollowEachOther(ChaosPlan plan) {
    for (Track track : Track.values()) {
      List<PlannedFault> own =
          plan.faults().stream().filter(fault -> fault.kind().track() == track).toList();

      assertThat(IntStream.range(1, own.size()))
          .allMatch(i -> own.get(i - 1).until().compareTo(own.get(i).at()) <= 0);
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyTargetIsAMemberOfTheRightSort(ChaosPlan plan) {
    assertThat(plan.faults())
        .allMatch(fault ->
            switch (fault.kind().track()) {
              case SERVICES -> Members.SERVICES.contains(fault.target());
              case BROKERS -> Members.BROKERS.contains(fault.target());
              case CARRIER -> fault.target().equals(Members.CARRIER);
            });
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aFrozenProcessOutlivesEverySession(ChaosPlan plan) {
    assertThat(plan.faults())
        .filteredOn(fault -> fault.kind() == FaultKind.FREEZE)
        .isNotEmpty()
        .allMatch(fault -> fault.lasts().compareTo(LONGEST_SESSION) > 0);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void filesHaveTheRowsThatWereAskedForAndNamesOfTheirOwn(ChaosPlan plan) {
    int asked = plan.storm().equals(ChaosPlan.SHORTEST) ? ChaosPlan.LEAST_ROWS : 5_000;
    Set<String> names = new HashSet<>();

    assertThat(plan.rows()).isEqualTo(asked);
    assertThat(plan.uploads())
        .allMatch(upload -> upload.rows() > 0)
        .allMatch(upload -> upload.firstRow() + upload.rows() <= asked)
        .allMatch(upload -> upload.at().compareTo(plan.end()) < 0)
        .allMatch(upload -> names.add(upload.name()));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyPromiseHasSomethingToBreakItOn(ChaosPlan plan) {
    PlannedUpload big = plan.uploads().getFirst();
    PlannedUpload handful = plan.uploads().get(1);

    assertThat(big.rows()).isGreaterThanOrEqualTo(100 * handful.rows());
    assertThat(handful.at()).isBetween(big.at(), plan.calm());
    assertThat(handful.surelyRings()).isTrue();
    assertThat(plan.uploads()).anyMatch(upload -> upload.cancelAfter().isPresent());
    assertThat(plan.workspaces()).anyMatch(workspace -> workspace.lanes() > 1);
  }

  @Test
  void whatCannotBePlannedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChaosPlan.of(1, Duration.ofSeconds(59), 1_000))
        .withMessageContaining("60 s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChaosPlan.of(1, ChaosPlan.SHORTEST, 299))
        .withMessageContaining("300-60000");
  }
}
