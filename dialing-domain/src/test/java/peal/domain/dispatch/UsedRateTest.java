package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand.BatchSealed;

/**
 * How much of its rate a lane uses while work waits, in made-up time; {@code LaneSlotsTest} has the
 * worker's part.
 */
class UsedRateTest {
  private static final int ROWS = 400;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 7, 50, 333, 1_000})
  void ninetyNineInAHundredSlotsAreUsedThoughEveryTickIsLate(double rate) {
    TestLane lane = new TestLane();
    lane.share = new LaneShare(rate, 1_000_000);
    lane.open(ROWS, null);
    lane.take(new BatchSealed(TestLane.BATCH, TestLane.T0, ROWS), TestLane.T0);
    Random random = new Random(7);
    Instant end = TestLane.T0.plusSeconds(10 + (long) (2 * ROWS / rate));

    List<DialRequest> dials = new ArrayList<>();
    Instant now = TestLane.T0;
    while (dials.size() < ROWS && now.isBefore(end)) {
      for (DialRequest each : lane.tickAt(now)) {
        dials.add(each);
        lane.take(TestLane.ended(each, each.slotAt()), now);
      }
      // A tick comes every 50 ms, at best.
      now = now.plusMillis(50 + random.nextInt(50));
    }

    assertThat(dials).hasSize(ROWS).allMatch(TestLane::dials);
    long most = (long) Math.ceil((ROWS - 1) * 1_000 / rate / 0.99);
    assertThat(dials.getLast().slotAt())
        .isBeforeOrEqualTo(dials.getFirst().slotAt().plusMillis(most));
  }
}
