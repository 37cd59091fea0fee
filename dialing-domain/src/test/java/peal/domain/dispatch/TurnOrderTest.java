package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;

class TurnOrderTest {
  private static final int MANY = 200;

  private final TestLane lane = new TestLane();
  private int people;
  private final Map<String, Integer> dials = new HashMap<>();
  private Instant now = T0;

  @Test
  void turnsAreSharedByPriority() {
    upload("high", 10, false, MANY);
    upload("usual", 5, false, MANY);
    lane.share = new LaneShare(30, 1_000);

    live(3);

    assertThat(dials.get("high")).isCloseTo(2 * dials.get("usual"), within(2));
  }

  @Test
  void whoeverComesLaterStartsWhereTheOthersAre() {
    lane.share = new LaneShare(30, 1_000);
    upload("old", 5, false, 3 * MANY);
    live(10);
    dials.clear();
    upload("young", 5, false, MANY);

    live(4);

    assertThat(dials.get("young")).isCloseTo(dials.get("old"), within(2));
  }

  @Test
  void somebodyWaitsForASingleCall() {
    upload("high", 10, false, MANY);
    live(1);
    dials.clear();
    upload("alone", null, true, 1);

    assertThat(lane.tickAt(now).getFirst().attempt().call().token()).isEqualTo("alone");
  }

  private void upload(String token, Integer priority, boolean single, int rows) {
    BatchId batch = BatchId.ofToken(token);
    lane.take(
        new BatchOpened(
            batch,
            now,
            null,
            LaneLife.agent(),
            rows,
            rows,
            now.plusSeconds(900),
            single,
            null,
            new BatchPlan(priority, null, null, null, null, null)),
        now);
    for (int row = 1; row <= rows; row++) {
      PhoneNumber number = new PhoneNumber("+1555" + (1_000_000 + ++people));
      lane.take(new CallQueued(CallId.ofRow(batch, 0, row), now, number, Map.of()), now);
    }
    lane.take(new BatchSealed(batch, now, rows), now);
  }

  private void live(int seconds) {
    Instant end = now.plusSeconds(seconds);
    for (; now.isBefore(end); now = now.plusMillis(50)) {
      for (DialRequest dial : lane.tickAt(now)) {
        dials.merge(dial.attempt().call().token(), 1, Integer::sum);
        lane.take(TestLane.ended(dial, now), now);
      }
    }
  }
}
