package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;

class LaneSlotsTest {
  private final ManualTime time = new ManualTime();
  private final Witness witness = new Witness(time);
  private final LaneSlots slots =
      new LaneSlots(time.clocks, time, Duration.ofMillis(1).toNanos(), witness);

  /** Notes who got which turn, and after how many milliseconds. */
  static final class Witness implements Turns {
    final List<String> turns = new ArrayList<>();
    private final ManualTime time;

    Witness(ManualTime time) {
      this.time = time;
    }

    @Override
    public void dial(Waiting waiting) {
      note("dial", waiting);
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
    Witness seen = new Witness(jittery);
    LaneSlots jitterySlots =
        new LaneSlots(jittery.clocks, jittery, Duration.ofMillis(1).toNanos(), seen);
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
