package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(gates.pass(dial(1, ManualTime.START))).isTrue();

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

    assertThat(heldUp).allMatch(gates::pass);

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

    assertThat(gates.pass(first)).isTrue();
    assertThat(gates.pass(new Waiting(elsewhere, first.window()))).isTrue();

    assertThat(waits).isEmpty();
  }

  @Test
  void aDialThatWasHeldUpPastItsDeadlineDoesNotPass() {
    Waiting heldUp = dial(1, ManualTime.START);
    time.freeze(LIFE.plusMillis(1));

    assertThat(gates.pass(heldUp)).isFalse();
  }

  @Test
  void aSuspensionThatOnlyTheWallClockSawCloses() {
    Waiting heldUp = dial(1, ManualTime.START);
    time.suspend(LIFE.plusMillis(1));

    assertThat(gates.pass(heldUp)).isFalse();
  }

  @Test
  void whatCannotPassInTimeIsToldAtOnceAndPushesNobody() {
    Waiting tooLate = dial(2, ManualTime.START.minus(LIFE).plusMillis(10));
    assertThat(gates.pass(dial(1, ManualTime.START))).isTrue();

    assertThat(gates.pass(tooLate)).isFalse();
    assertThat(gates.pass(dial(3, ManualTime.START.plusMillis(20)))).isTrue();

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

    assertThat(interrupted.pass(dial(1, ManualTime.START.plusMillis(20)))).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }
}
