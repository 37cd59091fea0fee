package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LaneProperties {
  @Provide
  Arbitrary<WorkspaceId> workspaces() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .ofMinLength(1)
        .ofMaxLength(64)
        .map(WorkspaceId::new);
  }

  @Property
  void aNumberAlwaysMeetsTheSameLane(
      @ForAll("workspaces") WorkspaceId workspace,
      @ForAll @LongRange(min = 1_000_000, max = 999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 1, max = 64) int lanes) {
    PhoneNumber number = new PhoneNumber("+" + digits);

    Lane lane = Lane.of(workspace, number, lanes);

    assertThat(lane).isEqualTo(Lane.of(workspace, new PhoneNumber("+" + digits), lanes));
    assertThat(lane.index()).isBetween(0, lanes - 1);
    assertThat(number.digits()).isEqualTo(digits);
  }

  @Property
  void lanesOfAWorkspaceLieApart(
      @ForAll("workspaces") WorkspaceId workspace,
      @ForAll @IntRange(min = 1, max = 48) int partitions,
      @ForAll @IntRange(min = 1, max = 64) int lanes) {
    Set<Integer> used = new HashSet<>();

    for (int index = 0; index < lanes; index++) {
      int partition = new Lane(workspace, index).partition(partitions);
      assertThat(partition).isBetween(0, partitions - 1);
      used.add(partition);
    }

    assertThat(used).hasSize(Math.min(lanes, partitions));
  }

  @Property
  void keysAndIdsAreReadBack(
      @ForAll("workspaces") WorkspaceId workspace,
      @ForAll @IntRange(min = 0, max = 63) int index,
      @ForAll @LongRange(min = 0, max = 10_000_000) long row,
      @ForAll @IntRange(min = 1, max = 11) int number) {
    Lane lane = new Lane(workspace, index);
    AttemptId attempt = new AttemptId(new CallId("01abc", index, row), number);

    assertThat(Lane.parse(lane.key())).isEqualTo(lane);
    assertThat(AttemptId.parse(attempt.toString())).isEqualTo(attempt);
    assertThat(attempt.call().laneOf(workspace)).isEqualTo(lane);
  }

  @Example
  void theHashIsTheSameForEver() {
    // Were these to change, every lane of every cluster would be looked for in the wrong place.
    WorkspaceId acme = new WorkspaceId("acme");
    assertThat(new Lane(acme, 0).partition(12)).isEqualTo(ACME_PARTITION);
    assertThat(Lane.of(acme, new PhoneNumber("+15551230017"), 16).index()).isEqualTo(NUMBER_LANE);
  }

  private static final int ACME_PARTITION = 6;
  private static final int NUMBER_LANE = 15;
}
