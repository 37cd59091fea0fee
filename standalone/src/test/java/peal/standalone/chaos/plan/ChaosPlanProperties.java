package peal.standalone.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import peal.standalone.chaos.plan.FaultKind.Track;

/** Whatever the seed, a plan has what a run needs. */
class ChaosPlanProperties {
  private static final Duration LONGEST_SESSION = Duration.ofSeconds(10);

  /** A plan with what it was made from. */
  record Asked(ChaosPlan plan, int rows) {}

  @Provide
  Arbitrary<Asked> plans() {
    Arbitrary<Integer> rows =
        Arbitraries.integers().between(ChaosPlan.LEAST_ROWS, ChaosPlan.MOST_ROWS);
    Arbitrary<Integer> seconds =
        Arbitraries.integers().between((int) ChaosPlan.SHORTEST.toSeconds(), 900);
    return Combinators.combine(Arbitraries.longs(), seconds, rows)
        .as((seed, storm, all) ->
            new Asked(ChaosPlan.of(seed, Duration.ofSeconds(storm), all), all));
  }

  @Property(tries = 200)
  void everyKindOfFaultOccursWithinTheStorm(@ForAll("plans") Asked asked) {
    ChaosPlan plan = asked.plan();
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    plan.faults().forEach(fault -> kinds.add(fault.kind()));

    assertThat(kinds).containsExactlyInAnyOrder(FaultKind.values());
    assertThat(plan.faults())
        .allMatch(fault -> fault.at().compareTo(plan.calm()) >= 0)
        .allMatch(fault -> fault.until().compareTo(plan.end()) <= 0);
  }

  @Property(tries = 200)
  void faultsOfOneTrackFollowEachOther(@ForAll("plans") Asked asked) {
    ChaosPlan plan = asked.plan();
    for (Track track : Track.values()) {
      List<PlannedFault> own =
          plan.faults().stream().filter(fault -> fault.kind().track() == track).toList();

      assertThat(IntStream.range(1, own.size()))
          .allMatch(i -> own.get(i - 1).until().compareTo(own.get(i).at()) <= 0);
    }
  }

  @Property(tries = 200)
  void everyTargetIsAMemberOfTheRightSort(@ForAll("plans") Asked asked) {
    ChaosPlan plan = asked.plan();
    assertThat(plan.faults())
        .allMatch(fault -> !fault.targets().isEmpty())
        .allMatch(fault ->
            switch (fault.kind().track()) {
              case SERVICES -> Members.SERVICES.containsAll(fault.targets());
              case HOSTS ->
                  Members.SERVICES.containsAll(fault.targets())
                      || Members.WIRES.containsAll(fault.targets());
              case BROKERS -> Members.BROKERS.containsAll(fault.targets());
              case CARRIER ->
                  fault.kind() == FaultKind.DENIED_NUMBER
                      ? workspaces(plan).containsAll(fault.targets())
                      : fault.targets().equals(List.of(Members.CARRIER));
            });
  }

  @Property(tries = 200)
  void clocksAreAsFarOffAsIsBorne(@ForAll("plans") Asked asked) {
    assertThat(asked.plan().faults())
        .filteredOn(fault -> fault.kind() == FaultKind.CLOCK_STEP)
        .isNotEmpty()
        .allMatch(fault ->
            Members.DIALERS.containsAll(fault.targets())
                ? Math.abs(fault.millis()) < 500
                : Math.abs(fault.millis()) >= 2_000 && Math.abs(fault.millis()) <= 5_000);
  }

  private static List<String> workspaces(ChaosPlan plan) {
    return plan.workspaces().stream().map(PlannedWorkspace::name).toList();
  }

  @Property(tries = 200)
  void whatIsSaidOfAllDialersHappensToAllOfThem(@ForAll("plans") Asked asked) {
    assertThat(asked.plan().faults())
        .filteredOn(fault ->
            fault.kind() == FaultKind.KILL_DIALERS || fault.kind() == FaultKind.FORGET_OFFSETS)
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(fault -> fault.targets().equals(Members.DIALERS));
  }

  @Property(tries = 200)
  void everyWorkspaceCallsFromANumberOfItsOwn(@ForAll("plans") Asked asked) {
    assertThat(asked.plan().workspaces())
        .extracting(PlannedWorkspace::callerNumber)
        .doesNotHaveDuplicates();
  }

  @Property(tries = 200)
  void aFrozenProcessOutlivesEverySession(@ForAll("plans") Asked asked) {
    ChaosPlan plan = asked.plan();
    assertThat(plan.faults())
        .filteredOn(fault -> fault.kind() == FaultKind.FREEZE)
        .isNotEmpty()
        .allMatch(fault -> fault.lasts().compareTo(LONGEST_SESSION) > 0);
  }

  @Property(tries = 200)
  void filesHaveTheRowsThatWereAskedForAndNamesOfTheirOwn(@ForAll("plans") Asked asked) {
    ChaosPlan plan = asked.plan();
    Set<String> names = new HashSet<>();

    assertThat(plan.rows()).isEqualTo(asked.rows());
    assertThat(plan.uploads())
        .allMatch(upload -> upload.rows() > 0)
        .allMatch(upload -> upload.firstRow() + upload.rows() <= asked.rows())
        .allMatch(upload -> upload.at().compareTo(plan.end()) < 0)
        .allMatch(upload -> names.add(upload.name()));
  }

  @Property(tries = 200)
  void everyPromiseHasSomethingToBreakItOn(@ForAll("plans") Asked asked) {
    ChaosPlan plan = asked.plan();
    PlannedUpload big = plan.uploads().getFirst();
    PlannedUpload handful = plan.uploads().get(1);

    assertThat(big.rows()).isGreaterThanOrEqualTo(100 * handful.rows());
    assertThat(handful.at()).isBetween(big.at(), plan.calm());
    assertThat(handful.surelyRings()).isTrue();
    assertThat(plan.uploads()).anyMatch(upload -> upload.cancelAfter().isPresent());
    assertThat(plan.workspaces()).anyMatch(workspace -> workspace.lanes() > 1);
  }
}
