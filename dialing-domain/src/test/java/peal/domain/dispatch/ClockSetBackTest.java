package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.NotDialed.Cause;

/** A clock that was hours ahead has planned hours ahead, and was put right. */
class ClockSetBackTest {
  private static final Instant AHEAD = T0.plus(Duration.ofHours(2));
  private static final int LONGEST_REST = 62;

  private final TestLane lane = new TestLane();

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"UNAVAILABLE", "SLOW_DOWN", "DENIED", "LATE", "BREAKER"})
  void whoRestsByItRestsNoLongerThanARestIs(Cause cause) {
    giveBack(start(), cause);

    assertThat(dialsWithin(LONGEST_REST)).isNotEmpty();
  }

  @Test
  void norInAnotherProcessThatTakesTheLaneOver() {
    giveBack(start(), Cause.UNAVAILABLE);
    lane.book = lane.store.book();

    assertThat(dialsWithin(LONGEST_REST)).isNotEmpty();
  }

  @Test
  void aRequestWithoutAWordIsAskedAboutAndNotGivenUpBeforeItIsTooLateToDial() {
    List<DialRequest> dials = start();

    assertThat(requestsWithin(2 * 3_600 - 60, request -> request.kind() == DialRequest.Kind.ASK))
        .extracting(DialRequest::attempt)
        .contains(dials.getFirst().attempt());
    assertThat(lane.book.requested()).isEqualTo(3);
    CallEvent found = TestLane.ended(dials.getFirst(), T0);
    assertThat(lane.take(found, T0.plusSeconds(2 * 3_600 - 60)).events()).hasSize(1);
  }

  @Test
  void aBatchThatHadBegunByItIsNotDialedBeforeItsStart() {
    Instant start = T0.plus(Duration.ofHours(1));
    lane.open(40, start);
    lane.take(new BatchSealed(BATCH, T0, 40), T0);
    assertThat(lane.tickAt(AHEAD)).hasSize(4);

    assertThat(dialsWithin(60)).isEmpty();
    assertThat(lane.tickAt(start).stream().filter(TestLane::dials)).isNotEmpty();
  }

  private List<DialRequest> start() {
    lane.open(3, null);
    lane.take(new BatchSealed(BATCH, T0, 3), T0);
    List<DialRequest> dials = lane.tickAt(AHEAD);
    assertThat(dials).hasSize(3);
    return dials;
  }

  private void giveBack(List<DialRequest> dials, Cause cause) {
    dials.forEach(dial -> lane.take(TestLane.undialed(dial, null, cause), AHEAD.plusMillis(100)));
  }

  private List<DialRequest> dialsWithin(int seconds) {
    return requestsWithin(seconds, TestLane::dials);
  }

  private List<DialRequest> requestsWithin(int seconds, Predicate<DialRequest> which) {
    List<DialRequest> asked = new ArrayList<>();
    for (int tick = 1; tick <= seconds * 2; tick++) {
      asked.addAll(lane.tickAt(T0.plusMillis(500L * tick)).stream().filter(which).toList());
    }
    return asked;
  }
}
