package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

class LaneGatesTest {
  private static final Duration LIFE = Duration.ofSeconds(2);

  private final ManualTime time = new ManualTime();
  private final List<Long> waits = new ArrayList<>();
  private final LaneGates gates = new LaneGates(time.clocks, this::pause, 0);

  private void pause(long nanos) {
    waits.add(nanos / 1_000_000);
    time.freeze(Duration.ofNanos(nanos));
  }

  private Waiting dial(long row, Instant slotAt) {
    DialRequest request = Requests.dial(row, slotAt, LIFE, 20_000);
    return new Waiting(request, Window.of(request, time.clocks.now()));
  }

  @Test
  void aDialInItsSlotPassesAtOnce() {
    assertThat(gates.pass(dial(1, ManualTime.START))).isPresent();

    assertThat(waits).isEmpty();
  }

  @Test
  void dialsThatWereHeldUpTogetherKeepTheirDistanceHere() {
    List<Waiting> heldUp =
        List.of(
            dial(1, ManualTime.START),
            dial(2, ManualTime.START.plusMillis(20)),
            dial(3, ManualTime.START.plusMillis(40)));
    time.freeze(Duration.ofMillis(500));

    List<Moment> left = heldUp.stream().flatMap(dial -> gates.pass(dial).stream()).toList();

    assertThat(left)
        .extracting(moment -> Duration.between(left.getFirst().wall(), moment.wall()).toMillis())
        .containsExactly(0L, 20L, 40L);
    assertThat(waits).containsExactly(20L, 20L);
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    Waiting first = dial(1, ManualTime.START);
    DialRequest same = first.request();
    DialRequest elsewhere =
        new DialRequest(
            same.attempt(),
            new Lane(new WorkspaceId("ws_two"), 0),
            same.kind(),
            same.number(),
            same.agent(),
            same.variables(),
            same.slotAt(),
            same.dialBy(),
            same.spacingMicros());

    assertThat(gates.pass(first)).isPresent();
    assertThat(gates.pass(new Waiting(elsewhere, first.window()))).isPresent();

    assertThat(waits).isEmpty();
  }

  @Test
  void aDialThatWasHeldUpPastItsDeadlineDoesNotPass() {
    Waiting heldUp = dial(1, ManualTime.START);
    time.freeze(LIFE.plusMillis(1));

    assertThat(gates.pass(heldUp)).isEmpty();
  }

  @Test
  void aSuspensionThatOnlyTheWallClockSawCloses() {
    Waiting heldUp = dial(1, ManualTime.START);
    time.suspend(LIFE.plusMillis(1));

    assertThat(gates.pass(heldUp)).isEmpty();
  }

  @Test
  void whatCannotPassInTimeIsToldAtOnceAndPushesNobody() {
    Waiting tooLate = dial(2, ManualTime.START.minus(LIFE).plusMillis(10));
    assertThat(gates.pass(dial(1, ManualTime.START))).isPresent();

    assertThat(gates.pass(tooLate)).isEmpty();
    assertThat(gates.pass(dial(3, ManualTime.START.plusMillis(20)))).isPresent();

    assertThat(waits).containsExactly(20L);
  }

  @Test
  void anInterruptionMeansNo() {
    LaneGates interrupted =
        new LaneGates(
            time.clocks,
            nanos -> {
              throw new InterruptedException();
            },
            0);

    assertThat(interrupted.pass(dial(1, ManualTime.START.plusMillis(20)))).isEmpty();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void lanesThatDialNoMoreAreForgotten() {
    for (int index = 0; index < 5_000; index++) {
      assertThat(gates.pass(dialOf("ws_" + index))).isPresent();
      time.freeze(Duration.ofMillis(1));
    }

    assertThat(gates.remembered()).isLessThanOrEqualTo(1_024);
  }

  /** Time stands still, and whoever must wait is told no: one dial of each lane passes. */
  @Test
  void dialsOfALaneThatComeTogetherPassOneGateWhileOthersAreForgotten() throws Exception {
    LaneGates crowded =
        new LaneGates(
            time.clocks,
            nanos -> {
              throw new InterruptedException();
            },
            0);
    for (int index = 0; index < 1_100; index++) {
      crowded.pass(dialOf("ws_" + index));
    }
    AtomicInteger passed = new AtomicInteger();
    int rounds = 5_000;
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Void> dialer =
        () -> {
          for (int round = 0; round < rounds; round++) {
            Waiting dial = dialOf("ws_round_" + round);
            together.await(60, TimeUnit.SECONDS);
            if (crowded.pass(dial).isPresent()) {
              passed.incrementAndGet();
            }
            Thread.interrupted();
          }
          return null;
        };
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<Void> done : both.invokeAll(List.of(dialer, dialer))) {
        done.get();
      }
    }

    assertThat(passed).hasValue(rounds);
  }

  private Waiting dialOf(String workspace) {
    DialRequest request =
        Requests.dial(
            new Lane(new WorkspaceId(workspace), 0), 1, time.clocks.now().wall(), LIFE, 20_000);
    return new Waiting(request, Window.of(request, time.clocks.now()));
  }
}
