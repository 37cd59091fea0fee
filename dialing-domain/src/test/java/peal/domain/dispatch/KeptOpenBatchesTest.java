package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchExtent;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchFinished;
import peal.domain.event.CallQueued;

class KeptOpenBatchesTest {
  private static final BatchExtent START = new BatchExtent(0, 1, 2, List.of(2L), false, 0L);
  private static final BatchExtent MORE = START.plus(3, new long[] {2}, 0);

  private final TestLane lane = new TestLane();
  private final List<CallEvent.Decision> said = new ArrayList<>();

  @Test
  void whoWasDialedIsNotTheEndWhileItIsKeptOpen() {
    start(null);
    assertThat(dials(T0)).containsExactly(1L, 2L);
    assertThat(lane.store.isEmpty()).as("finished").isFalse();
    assertThat(lane.nextAct(T0.plusSeconds(60))).as("nothing to wake up for").isEmpty();

    rows(3, 5);
    say(MORE);

    assertThat(dials(T0.plusSeconds(60))).containsExactly(3L, 5L);
    assertThat(say(MORE.close())).containsExactly(new BatchFinished(BATCH, T0));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void itsLastCallsEndIsItsOwnWhereItWasClosedBefore() {
    start(null);
    assertThat(say(START.close())).isEmpty();

    assertThat(dials(T0)).containsExactly(1L, 2L);

    assertThat(said).filteredOn(BatchFinished.class::isInstance).hasSize(1);
    assertThat(said).last().isInstanceOf(BatchFinished.class);
  }

  @Test
  void aCloseEndsItWhenTheLastRowHasEndedInWhateverOrderTheyAreRead() {
    start(null);
    say(MORE);
    say(MORE.close());
    assertThat(dials(T0)).containsExactly(1L, 2L);
    assertThat(lane.store.isEmpty()).as("finished without its rows").isFalse();

    rows(3, 5);

    assertThat(dials(T0.plusSeconds(60))).containsExactly(3L, 5L);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void whatIsReadAgainChangesNothing() {
    start(null);
    rows(3, 5);
    say(MORE);
    say(MORE.close());
    say(MORE);
    rows(3, 5);
    lane.book = lane.store.book();

    assertThat(dials(T0)).containsExactly(1L, 2L, 3L, 5L);
    assertThat(lane.store.isEmpty()).isTrue();
    say(MORE);
    rows(3, 5);
    assertThat(dials(T0.plusSeconds(60))).isEmpty();
  }

  @Test
  void rowsThatComeAfterACancelAreNotDialed() {
    start(null);
    lane.take(new BatchCancelled(BATCH, T0), T0);
    rows(3, 5);
    say(MORE);

    assertThat(dials(T0)).isEmpty();
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void itsEndComesThoughNobodyHasClosedIt() {
    start(T0.plusSeconds(30));
    assertThat(dials(T0)).containsExactly(1L, 2L);

    lane.tick(T0.plusSeconds(30));

    assertThat(lane.store.isEmpty()).isTrue();
  }

  private void start(Instant endAt) {
    lane.take(
        new BatchOpened(
                BATCH,
                T0,
                null,
                LaneLife.agent(),
                2,
                2,
                T0.plusSeconds(900),
                false,
                null,
                new BatchPlan(null, null, null, null, endAt, null))
            .keptOpen(START, null),
        T0);
    rows(1, 2);
    lane.take(new BatchSealed(BATCH, T0, 2), T0);
  }

  private List<CallEvent.Decision> say(BatchExtent extent) {
    return lane.take(new BatchExtended(BATCH, T0, extent), T0).events();
  }

  private void rows(long... numbers) {
    for (long row : numbers) {
      PhoneNumber number = new PhoneNumber("+1555000100" + row);
      lane.take(new CallQueued(CallId.ofRow(BATCH, 0, row), T0, number, Map.of()), T0);
    }
  }

  /** The rows that are dialed in ten seconds; each call ends at once. */
  private List<Long> dials(Instant from) {
    List<Long> rows = new ArrayList<>();
    for (int tick = 0; tick < 100; tick++) {
      Instant now = from.plus(Duration.ofMillis(100L * tick));
      for (DialRequest dial : lane.tickAt(now)) {
        rows.add(dial.attempt().call().row());
        said.addAll(lane.take(TestLane.ended(dial, now), now).events());
      }
    }
    return rows;
  }
}
