package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.FIRST;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchSealed;

/** Inputs are kept for weeks, and a group that lost its offsets reads them again. */
class FinishedBatchesTest {
  private static final Instant LATER = T0.plus(Duration.ofDays(8));

  private final TestLane lane = new TestLane();

  @Test
  void nobodyIsRungAgainWhenWhatABatchWasMadeOfIsReadAgain() {
    DialRequest dial = lane.requestOne();
    lane.take(TestLane.ended(dial, T0.plusSeconds(9)), T0.plusSeconds(9));
    assertThat(lane.store.isEmpty()).isTrue();

    assertThat(readAgain()).isEmpty();
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void norWhenAnotherInstanceReadsIt() {
    DialRequest dial = lane.requestOne();
    lane.take(TestLane.ended(dial, T0.plusSeconds(9)), T0.plusSeconds(9));
    lane.book = lane.store.book();

    assertThat(readAgain()).isEmpty();
  }

  @Test
  void aCancelledBatchStaysCancelled() {
    lane.open(3, null);
    lane.take(new BatchSealed(BATCH, T0, 3), T0);
    lane.take(new BatchCancelled(BATCH, T0), T0);
    lane.tick(T0.plusSeconds(1));
    assertThat(lane.store.isEmpty()).isTrue();

    assertThat(readAgain()).isEmpty();
  }

  @Test
  void whatIsStillUnderWayGoesOnAsItWas() {
    DialRequest dial = lane.requestOne();

    lane.open(1, null);
    lane.take(new BatchSealed(BATCH, T0, 1), T0.plusSeconds(2));

    assertThat(dial.attempt()).isEqualTo(FIRST);
    assertThat(lane.tickAt(T0.plusSeconds(2))).isEmpty();
  }

  private List<DialRequest> readAgain() {
    lane.open(3, null);
    lane.take(new BatchSealed(BATCH, T0, 3), LATER);
    List<DialRequest> asked = new ArrayList<>();
    for (int tick = 0; tick < 100; tick++) {
      asked.addAll(lane.tickAt(LATER.plusMillis(50L * tick)));
    }
    return asked;
  }
}
