package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

class LaneSlotsTest {
  private final ManualTime time = new ManualTime();
  private final PlacementLimit placements = new PlacementLimit(4, Duration.ofSeconds(1));
  private final Witness witness = new Witness(time, placements);
  private final LaneSlots slots =
      new LaneSlots(time.clocks, time, Duration.ofMillis(1).toNanos(), 0, placements, witness);

  /**
   * Notes who got which turn, and after how many milliseconds. The carrier answers at once, unless
   * it is told to keep silent.
   */
  static final class Witness implements Turns {
    final List<String> turns = new ArrayList<>();
    private final ManualTime time;
    private final PlacementLimit placements;
    boolean silent;

    /** The row whose turn fails; -1 for none. */
    long failsAt = -1;

    Witness(ManualTime time, PlacementLimit placements) {
      this.time = time;
      this.placements = placements;
    }

    @Override
    public void dial(Waiting waiting) {
      note("dial", waiting);
      if (waiting.request().attempt().call().row() == failsAt) {
        placements.giveBack(waiting.request().lane());
        throw new InternalError("no thread");
      }
      if (!silent) {
        placements.giveBack(waiting.request().lane());
      }
    }

    @Override
    public void late(Waiting waiting) {
      note("late", waiting);
    }

    @Override
    public void stopped(Waiting waiting) {
      note("stopped", waiting);
    }

    private void note(String turn, Waiting waiting) {
      turns.add(
          "%s %d at %d"
              .formatted(
                  turn, waiting.request().attempt().call().row(), time.clocks.nanos() / 1_000_000));
    }
  }

  private void add(DialRequest request) {
    slots.add(new Waiting(request, Window.of(request, time.clocks.now())));
  }

  @Test
  void aDialWaitsForItsSlot() {
    add(Requests.dial(1, now(), Duration.ofMillis(300)));

    time.pass(Duration.ofMillis(299));
    assertThat(witness.turns).isEmpty();

    time.pass(Duration.ofMillis(1));
    assertThat(witness.turns).containsExactly("dial 1 at 300");
  }

  /** The alarm of those behind it was not set, and they waited for ever. */
  @Test
  void aTurnThatFailsTakesNobodyElsesAway() {
    witness.failsAt = 1;
    add(Requests.dial(1, now(), Duration.ofMillis(100)));
    add(Requests.dial(2, now(), Duration.ofMillis(200)));

    time.pass(Duration.ofSeconds(1));

    assertThat(witness.turns).containsExactly("dial 1 at 100", "dial 2 at 200");
  }

  @Test
  void slotsDecideTheOrderAndNotArrival() {
    add(Requests.dial(2, now(), Duration.ofMillis(200)));
    add(Requests.dial(1, now(), Duration.ofMillis(100)));

    time.pass(Duration.ofSeconds(1));

    assertThat(witness.turns).containsExactly("dial 1 at 100", "dial 2 at 200");
  }

  @Test
  void lateDialsKeepTheirDistance() {
    for (int row = 1; row <= 3; row++) {
      add(Requests.dial(row, now(), Duration.ofMillis(20L * row)));
    }

    time.freeze(Duration.ofMillis(500));
    time.pass(Duration.ofMillis(100));

    // The first is 480 ms late, of which 1 ms is tolerated; it pushes the others.
    assertThat(witness.turns).containsExactly("dial 1 at 500", "dial 2 at 519", "dial 3 at 539");
  }

  @Test
  void aDialThatIsPushedPastItsDeadlineIsLateAndPushesNobody() {
    Duration life = Duration.ofMillis(30);
    add(Requests.dial(1, now(), life, 20_000));
    add(Requests.dial(2, now(), life, 20_000));
    add(Requests.dial(3, now(), life, 20_000));
    add(Requests.dial(4, now().plusMillis(40), life, 20_000));

    time.pass(Duration.ofMillis(100));

    assertThat(witness.turns)
        .containsExactly("dial 1 at 0", "dial 2 at 20", "late 3 at 20", "dial 4 at 40");
  }

  @Test
  void timerJitterDoesNotAddUp() {
    ManualTime jittery = new ManualTime(due -> 400_000);
    PlacementLimit limit = new PlacementLimit(2, Duration.ofSeconds(1));
    Witness seen = new Witness(jittery, limit);
    LaneSlots jitterySlots =
        new LaneSlots(jittery.clocks, jittery, Duration.ofMillis(1).toNanos(), 0, limit, seen);
    for (int row = 0; row <= 999; row++) {
      DialRequest request =
          Requests.dial(row, ManualTime.START.plusMillis(20L * row), Duration.ofSeconds(2), 20_000);
      jitterySlots.add(new Waiting(request, Window.of(request, jittery.clocks.now())));
    }

    jittery.pass(Duration.ofSeconds(30));

    assertThat(seen.turns).hasSize(1_000).last().isEqualTo("dial 999 at 19980");
  }

  @Test
  void aSuspendedMachineDialsNobodyAfterwards() {
    add(Requests.dial(1, now(), Duration.ofMillis(100)));

    time.suspend(Duration.ofMinutes(5));
    time.pass(Duration.ofMillis(100));

    assertThat(witness.turns).containsExactly("late 1 at 100");
  }

  @Test
  void aWallClockThatIsSetBackReopensNothing() {
    add(Requests.dial(1, now(), Duration.ofMillis(100)));

    time.setBack(Duration.ofHours(1));
    time.freeze(Duration.ofSeconds(3));
    time.pass(Duration.ZERO);

    assertThat(witness.turns).containsExactly("late 1 at 3000");
  }

  @Test
  void whatWaitsWhenTheWorkerStopsIsToldAndNothingIsTakenAfterwards() {
    add(Requests.dial(1, now(), Duration.ofMillis(100)));

    slots.stop();
    add(Requests.dial(2, now(), Duration.ZERO));
    time.pass(Duration.ofSeconds(1));

    assertThat(witness.turns).containsExactly("stopped 1 at 0", "stopped 2 at 0");
  }

  @Test
  void aDialThatFindsNoPlaceAtTheCarrierTakesTheNextThatIsFree() {
    witness.silent = true;
    for (int row = 1; row <= 3; row++) {
      add(Requests.dial(row, now(), Duration.ofMillis(20L * row)));
    }
    time.pass(Duration.ofMillis(200));
    assertThat(witness.turns).containsExactly("dial 1 at 20", "dial 2 at 40");

    placements.giveBack(Requests.LANE);

    assertThat(witness.turns).containsExactly("dial 1 at 20", "dial 2 at 40", "dial 3 at 200");
  }

  @Test
  void aDialThatFindsNoPlaceUntilItsDeadlineIsLate() {
    witness.silent = true;
    Duration life = Duration.ofMillis(500);
    for (int row = 1; row <= 3; row++) {
      add(Requests.dial(row, now().plusMillis(20L * row), life, 20_000));
    }

    time.pass(Duration.ofSeconds(1));

    assertThat(witness.turns).containsExactly("dial 1 at 20", "dial 2 at 40", "late 3 at 560");
  }

  @Test
  void lanesThatWaitForPlacesTakeThemInTurn() {
    witness.silent = true;
    Lane other = new Lane(new WorkspaceId("ws_other"), 0);
    Duration life = Duration.ofSeconds(2);
    for (int row = 1; row <= 4; row++) {
      add(Requests.dial(Requests.LANE, row, now(), life, 0));
      add(Requests.dial(other, 10 + row, now(), life, 0));
    }
    assertThat(witness.turns).hasSize(4);

    witness.turns.clear();
    for (int i = 0; i < 2; i++) {
      placements.giveBack(Requests.LANE);
      placements.giveBack(other);
    }

    assertThat(witness.turns)
        .containsExactly("dial 3 at 0", "dial 13 at 0", "dial 4 at 0", "dial 14 at 0");
  }

  @Test
  void placesThatTheLimitGrewByAreTakenAtOnce() {
    PlacementLimit growing = new PlacementLimit(100, Duration.ofSeconds(1));
    Witness seen = new Witness(time, growing);
    seen.silent = true;
    LaneSlots many = new LaneSlots(time.clocks, time, 0, 0, growing, seen);
    Lane second = lane("ws_two");
    for (int row = 1; row <= 32; row++) {
      add(many, Requests.LANE, row);
      add(many, second, 100 + row);
    }
    add(many, lane("ws_three"), 201);
    add(many, lane("ws_four"), 202);
    assertThat(growing.taken()).isEqualTo(growing.limit()).isEqualTo(64);

    growing.giveBack(second, 0, 1, false);

    assertThat(seen.turns).hasSize(66).endsWith("dial 201 at 0", "dial 202 at 0");
  }

  @Test
  void aPlaceThatTimeGivesIsTakenThenHoweverLongLookingForItTook() {
    long[] passed = {0};
    PlacementLimit slow =
        new PlacementLimit(
            4,
            Duration.ofSeconds(1),
            0,
            () -> time.clocks.nanos() + TimeUnit.MILLISECONDS.toNanos(2 * passed[0]++));
    Witness seen = new Witness(time, slow);
    LaneSlots resting = new LaneSlots(time.clocks, time, 0, 0, slow, seen);
    // It ends 5 ms after the start: after the next look at the clock, and before the one after it.
    slow.rest(Duration.ofMillis(3));

    add(resting, Requests.LANE, 1);
    time.pass(Duration.ofSeconds(1));

    assertThat(seen.turns).containsExactly("dial 1 at 5");
  }

  private void add(LaneSlots to, Lane lane, int row) {
    DialRequest request = Requests.dial(lane, row, now(), Duration.ofSeconds(2), 0);
    to.add(new Waiting(request, Window.of(request, time.clocks.now())));
  }

  private static Lane lane(String workspace) {
    return new Lane(new WorkspaceId(workspace), 0);
  }

  @Test
  void aLaneSetsOneAlarmHoweverManyWait() {
    for (int row = 1; row <= 50; row++) {
      add(Requests.dial(row, now(), Duration.ofMillis(20L * row)));
    }

    assertThat(time.pending()).isEqualTo(1);
  }

  private Instant now() {
    return time.clocks.now().wall();
  }
}
