package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallEvent.PauseApplied;

class PausedBatchesTest {
  private final TestLane lane = new TestLane();

  @Test
  void nobodyIsDialedUntilItIsResumedAndThenEverybodyOnce() {
    start();
    List<DialRequest> first = dials(T0, 2);
    assertThat(take(new BatchPaused(BATCH, T0), 2)).containsExactly(applied(2, true, T0));

    assertThat(dials(T0.plusSeconds(2), 3_600)).isEmpty();

    assertThat(take(new BatchResumed(BATCH, T0.plusSeconds(1)), 3_602))
        .containsExactly(applied(3_602, false, T0.plusSeconds(1)));
    List<DialRequest> rest = dials(T0.plusSeconds(3_602), 60);
    assertThat(first.size() + rest.size()).isEqualTo(40);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void whatComesBackUndialedWaitsToo() {
    start();
    DialRequest dial = lane.tickAt(T0.plusMillis(50)).getFirst();
    lane.take(new BatchPaused(BATCH, T0), T0.plusMillis(60));
    lane.take(TestLane.undialed(dial, null, Cause.LATE), T0.plusMillis(100));

    assertThat(dials(T0.plusMillis(100), 600)).isEmpty();

    lane.take(new BatchResumed(BATCH, T0.plusSeconds(1)), T0.plusSeconds(601));
    assertThat(dials(T0.plusSeconds(601), 60))
        .extracting(DialRequest::attempt)
        .contains(dial.attempt())
        .doesNotHaveDuplicates();
  }

  @Test
  void itStaysPausedInAnotherInstanceAndWhenItIsSealedMeanwhile() {
    lane.open(20, null);
    lane.take(new BatchPaused(BATCH, T0), T0);
    lane.take(new BatchSealed(BATCH, T0, 20), T0);
    lane.book = lane.store.book();

    assertThat(dials(T0, 600)).isEmpty();
  }

  @Test
  void theNewestWishCountsInWhateverOrderALaneReadsThem() {
    start();
    Instant asked = T0.plusSeconds(1);
    take(new BatchPaused(BATCH, asked), 1);

    assertThat(take(new BatchResumed(BATCH, T0), 2)).containsExactly(applied(2, true, asked));
    assertThat(dials(T0.plusSeconds(2), 600)).isEmpty();
  }

  @Test
  void itCanBeCancelled() {
    start();
    lane.take(new BatchPaused(BATCH, T0), T0);

    assertThat(take(new BatchCancelled(BATCH, T0), 1)).first().isInstanceOf(BatchStopped.class);
    lane.tick(T0.plusSeconds(2));
    assertThat(lane.store.isEmpty()).isTrue();
    assertThat(take(new BatchResumed(BATCH, T0), 3)).isEmpty();
  }

  @Test
  void aLaneWithNothingElseSleeps() {
    start();
    lane.take(new BatchPaused(BATCH, T0), T0);

    assertThat(lane.tick(T0.plusSeconds(1)).requests()).isEmpty();
    assertThat(lane.nextAct(T0.plusSeconds(1))).as("nothing to wake up for").isEmpty();
  }

  private void start() {
    lane.open(40, null);
    lane.take(new BatchSealed(BATCH, T0, 40), T0);
  }

  private List<CallEvent.Decision> take(peal.domain.event.LaneEvent event, int atSeconds) {
    return lane.take(event, T0.plusSeconds(atSeconds)).events();
  }

  private static PauseApplied applied(int atSeconds, boolean paused, Instant asOf) {
    return new PauseApplied(BATCH, T0.plusSeconds(atSeconds), paused, asOf);
  }

  /** Who is dialed in some seconds; each call ends at once. */
  private List<DialRequest> dials(Instant from, int seconds) {
    List<DialRequest> dials = new ArrayList<>();
    for (Instant now = from;
        now.isBefore(from.plusSeconds(seconds));
        now = now.plus(Duration.ofMillis(100))) {
      for (DialRequest dial : lane.tickAt(now).stream().filter(TestLane::dials).toList()) {
        dials.add(dial);
        lane.take(TestLane.ended(dial, now), now);
      }
    }
    return dials;
  }
}
