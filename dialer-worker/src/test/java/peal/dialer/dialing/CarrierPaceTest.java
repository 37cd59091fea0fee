package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

/** Lanes that share a carrier share its pace. */
class CarrierPaceTest {
  private static final Lane OTHER = new Lane(new WorkspaceId("ws_two"), 0);

  private final ManualTime time = new ManualTime();
  private final PlacementLimit placements =
      new PlacementLimit(
          4, Duration.ofSeconds(1), Duration.ofMillis(500).toNanos(), time.clocks::nanos);
  private final LaneSlotsTest.Witness witness = new LaneSlotsTest.Witness(time, placements);
  private final LaneSlots slots = new LaneSlots(time.clocks, time, 0, 0, placements, witness);

  @Test
  void dialsOfTwoLanesThatAreDueTogetherAreSpreadAndWhatFindsNoTimeIsLate() {
    for (long row = 1; row <= 3; row++) {
      add(Requests.LANE, row);
    }
    add(OTHER, 9);

    time.pass(Duration.ofSeconds(3));

    assertThat(witness.turns)
        .hasSize(4)
        .contains("dial 1 at 0")
        .anyMatch(turn -> turn.endsWith("at 500"))
        .anyMatch(turn -> turn.endsWith("at 1000"))
        .anyMatch(turn -> turn.startsWith("late"));
  }

  @Test
  void aCarrierWhoseQueueGrowsIsLeftAloneAsLongAsItIs() {
    placements.rest(Duration.ofMillis(800));
    add(Requests.LANE, 1);

    time.pass(Duration.ofSeconds(3));

    assertThat(witness.turns).containsExactly("dial 1 at 800");
  }

  private void add(Lane lane, long row) {
    var request =
        Requests.dial(lane, row, time.clocks.now().wall(), Duration.ofMillis(1_400), 1_000);
    slots.add(new Waiting(request, Window.of(request, time.clocks.now())));
  }
}
