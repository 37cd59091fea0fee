package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;

/** Whoever is in two files is called by one of them at a time. */
class NumbersInUseTest {
  private static final PhoneNumber ANA = TestLane.number(1);

  private final TestLane lane = new TestLane();

  private void upload(String token, PhoneNumber... people) {
    BatchId batch = BatchId.ofToken(token);
    int rows = people.length;
    lane.take(
        new BatchOpened(
            batch, T0, null, LaneLife.agent(), rows, rows, T0.plusSeconds(900), null, null),
        T0);
    for (int row = 1; row <= rows; row++) {
      CallId call = CallId.ofRow(batch, 0, row);
      lane.take(new CallQueued(call, T0, people[row - 1], Map.of()), T0);
    }
    lane.take(new BatchSealed(batch, T0, rows), T0);
  }

  /** What is dialed; all but Ana's calls end at once. */
  private List<DialRequest> dials(Instant from, Duration time) {
    List<DialRequest> all = new ArrayList<>();
    for (Instant now = from; now.isBefore(from.plus(time)); now = now.plusMillis(50)) {
      for (DialRequest dial : lane.tickAt(now).stream().filter(TestLane::dials).toList()) {
        all.add(dial);
        if (!dial.number().equals(ANA)) {
          lane.take(new CallEvent.Dialing(dial.attempt(), now, "w"), now);
          lane.take(TestLane.ended(dial, now), now);
        }
      }
    }
    return all;
  }

  @Test
  void theSecondWaitsUntilTheFirstHasEnded() {
    upload("reminder", ANA);
    upload("survey", ANA);

    List<DialRequest> first = dials(T0, Duration.ofSeconds(2));
    assertThat(first).hasSize(1);
    Instant picked = T0.plusSeconds(2);
    lane.take(new CallEvent.Dialing(first.getFirst().attempt(), picked, "w"), picked);
    assertThat(dials(picked, Duration.ofSeconds(20))).as("somebody is talking").isEmpty();

    Instant over = picked.plusSeconds(20);
    lane.take(TestLane.ended(first.getFirst(), over), over);
    assertThat(dials(over, NumbersInUse.AGAIN_AFTER.plusSeconds(1)))
        .singleElement()
        .satisfies(dial ->
            assertThat(dial.attempt().call().batch())
                .isNotEqualTo(first.getFirst().attempt().call().batch()));
  }

  @Test
  void othersOfTheSameFileGoOn() {
    upload("reminder", ANA);
    dials(T0, Duration.ofSeconds(1));
    upload("survey", ANA, TestLane.number(2), TestLane.number(3));

    assertThat(dials(T0.plusSeconds(1), Duration.ofSeconds(2)))
        .extracting(dial -> dial.attempt().call().row())
        .containsExactly(2L, 3L);
  }

  @Test
  void aFileOfOneNumberTakesNoTurnsFromOthers() {
    PhoneNumber[] always = new PhoneNumber[3_000];
    Arrays.fill(always, ANA);
    upload("always", always);
    PhoneNumber[] others = new PhoneNumber[60];
    Arrays.setAll(others, i -> TestLane.number(10 + i));
    upload("others", others);
    lane.share = new LaneShare(20, 1_000);

    List<DialRequest> dialed = dials(T0, Duration.ofSeconds(4));

    assertThat(dialed)
        .filteredOn(dial -> dial.attempt().call().token().equals("others"))
        .hasSize(60);
    assertThat(dialed).hasSize(61);
    assertThat(lane.book.attempts().heldBack()).as("what waits lies on disk").isZero();
  }
}
