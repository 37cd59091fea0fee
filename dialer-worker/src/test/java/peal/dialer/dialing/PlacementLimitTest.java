package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

class PlacementLimitTest {
  private static final Lane ONE = new Lane(new WorkspaceId("one"), 0);
  private static final Lane OTHER = new Lane(new WorkspaceId("other"), 0);
  private static final long SLOW = Duration.ofSeconds(1).toNanos();

  private final PlacementLimit limit = new PlacementLimit(1_000, Duration.ofNanos(SLOW));

  private int takes(Lane lane, int times) {
    return (int)
        IntStream.range(0, times)
            .filter(any -> limit.tryTake(lane) instanceof Admission.Taken)
            .count();
  }

  @Test
  void aLaneHasAtMostHalf() {
    assertThat(takes(ONE, 100)).isEqualTo(32);
    assertThat(takes(OTHER, 100)).isEqualTo(32);
    assertThat(limit.taken()).isEqualTo(64);
  }

  @Test
  void answersInTimeMakeRoomForMoreUpToTheMost() {
    for (int round = 0; round < 40; round++) {
      int taken = takes(ONE, 2_000);
      IntStream.range(0, taken).forEach(any -> limit.giveBack(ONE, 0, SLOW / 2, false));
    }

    assertThat(limit.limit()).isEqualTo(1_000);
    assertThat(takes(ONE, 2_000)).isEqualTo(500);
  }

  @Test
  void slowAnswersAndLostOnesMakeLess() {
    takes(ONE, 32);
    takes(OTHER, 32);

    limit.giveBack(ONE, 1, SLOW + 2, false);
    assertThat(limit.limit()).isEqualTo(51);
    limit.giveBack(ONE, SLOW + 3, SLOW + 4, true);
    assertThat(limit.limit()).isEqualTo(25);
  }

  /** It has at most half of the places, and that is no reason to take away the other half. */
  @Test
  void aSlowAnswerToALaneThatIsAloneMakesNoLessThanToOneOfTwo() {
    takes(ONE, 32);

    limit.giveBack(ONE, 1, SLOW + 2, false);

    assertThat(limit.limit()).isEqualTo(51);
  }

  @Test
  void whatToldNothingOfTheCarrierChangesNothing() {
    takes(ONE, 32);

    limit.giveBack(ONE);

    assertThat(limit.limit()).isEqualTo(64);
    assertThat(limit.taken()).isEqualTo(31);
  }
}
