package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;

/** A lane whose workers dial less than its pace allows bends: they are busy all the time. */
class LaneUnderLoadTest {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration REPORT = Duration.ofMillis(50);

  private final TestLane lane = new TestLane();
  private final Queue<DialRequest> waiting = new ArrayDeque<>();
  private final PriorityQueue<CallEvent> reports =
      new PriorityQueue<>(Comparator.comparing(CallEvent::at));
  private int dialed;
  private int undialed;

  @ParameterizedTest
  @CsvSource({
    "120, 100, 0",
    "400, 100, 0",
    "5000, 100, 0",
    "400, 20, 0",
    "150, 100, 2000",
    "5000, 100, 2000"
  })
  void whateverIsAskedWhatIsDialedStaysNearWhatWorkersCan(
      double asked, double capacity, long answerMillis) {
    lane.share = new LaneShare(asked, 100_000);
    int rows = (int) (50 * capacity) + 1_000;
    lane.open(rows, null);
    lane.take(new BatchSealed(BATCH, T0, rows), T0);

    // Half a minute to learn, then what counts.
    Instant learned = T0.plusSeconds(30);
    live(T0, learned, capacity, Duration.ofMillis(answerMillis));
    dialed = 0;
    undialed = 0;
    live(learned, learned.plusSeconds(20), capacity, Duration.ofMillis(answerMillis));

    assertThat(dialed).isGreaterThanOrEqualTo((int) (0.9 * 20 * Math.min(asked, capacity)));
    assertThat(undialed).isLessThanOrEqualTo(dialed / 20);
  }

  /** As in the first seconds of a cold machine, or while another process has all of its cores. */
  @ParameterizedTest
  @CsvSource({"50", "2000"})
  void aLaneWhoseWorkersStoodStillIsItselfAgainAfterAFewRounds(long answerMillis) {
    lane.share = new LaneShare(5_000, 100_000);
    lane.open(20_000, null);
    lane.take(new BatchSealed(BATCH, T0, 20_000), T0);
    Duration answer = Duration.ofMillis(answerMillis);
    Instant stopped = T0.plusSeconds(20);
    live(T0, stopped, 100, answer);
    for (int i = 0; i < 4; i++) {
      // Long enough for all that was given away to be late, each time anew.
      live(stopped, stopped.plusSeconds(3), 0, answer);
      live(stopped.plusSeconds(3), stopped.plusMillis(3_100), 100, answer);
      stopped = stopped.plusMillis(3_100);
    }

    // A dozen rounds where the carrier takes two seconds.
    Instant again = stopped.plusSeconds(25);
    live(stopped, again, 100, answer);
    dialed = 0;
    live(again, again.plusSeconds(10), 100, answer);

    assertThat(dialed).isGreaterThanOrEqualTo(900);
  }

  @Test
  void whatComesBackUndialedHasABoundAndIsDialedOnceWorkersCan() {
    lane.share = new LaneShare(10, 1_000);
    lane.open(20_000, null);
    lane.take(new BatchSealed(BATCH, T0, 20_000), T0);

    // Their carrier takes one a second, of ten that the workspace may.
    Instant later = T0.plusSeconds(900);
    live(T0, later, 1, REPORT);

    assertThat(dialed).isGreaterThanOrEqualTo(800);
    assertThat(lane.book.attempts().heldBack())
        .isLessThanOrEqualTo(LaneBook.MOST_HELD_BACK + LaneShare.LEAST_UNDIALED);
    live(later, later.plusSeconds(300), 10, REPORT);
    assertThat(lane.book.attempts().heldBack()).isLessThan(20);
  }

  /** Ticks, hears and lets the workers dial as much as they can. */
  private void live(Instant from, Instant to, double capacity, Duration answer) {
    double places = 0;
    for (Instant now = from; now.isBefore(to); now = now.plus(STEP)) {
      while (!reports.isEmpty() && !reports.peek().at().isAfter(now)) {
        lane.take(reports.poll(), now);
      }
      lane.tickAt(now).stream().filter(TestLane::dials).forEach(waiting::add);
      places = Math.min(places + capacity * STEP.toMillis() / 1_000, capacity);
      while (!waiting.isEmpty() && !waiting.peek().slotAt().isAfter(now)) {
        DialRequest next = waiting.peek();
        if (now.isAfter(next.dialBy())) {
          undialed++;
          reports.add(late(waiting.poll(), now));
        } else if (places >= 1) {
          places--;
          dialed++;
          report(waiting.poll(), now, answer);
        } else {
          break;
        }
      }
    }
  }

  private static CallEvent late(DialRequest dial, Instant now) {
    return new CallEvent.NotDialed(
        dial.attempt(),
        now.plus(REPORT),
        dial.slotAt(),
        "late",
        null,
        CallEvent.NotDialed.Cause.LATE);
  }

  private void report(DialRequest dial, Instant now, Duration answer) {
    Instant heard = now.plus(answer).plus(REPORT);
    reports.add(new CallEvent.Dialing(dial.attempt(), heard, "w", now));
    reports.add(TestLane.ended(dial, heard.plusMillis(50)));
  }
}
