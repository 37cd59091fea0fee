package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.DialRequest;
import peal.domain.event.CallEvent.NotDialed.Cause;

/** A tick ends, and the lane goes on, when the clock has been set back. */
@Timeout(30)
class ReadyByAClockAheadTest {
  private final TestLane lane = new TestLane();

  @ParameterizedTest
  @ValueSource(ints = {50, 100, 300, 1_000, 5_000})
  void aCallThatComesBackIsDialedByTheOlderClock(int millis) {
    DialRequest first = lane.requestOne();
    Instant ahead = T0.plusSeconds(2);
    lane.tick(ahead);
    Instant back = ahead.minusMillis(millis);
    lane.take(TestLane.undialed(first, null, Cause.LATE), back);

    List<DialRequest> again = new ArrayList<>();
    for (int act = 1; act <= 300 && again.isEmpty(); act++) {
      again.addAll(lane.tickAt(back.plusMillis(50L * act)));
    }

    assertThat(again).extracting(DialRequest::attempt).containsExactly(first.attempt());
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 100, 300, 1_000, 5_000})
  void aCallThatRestsIsDialedByTheOlderClock(int millis) {
    DialRequest first = lane.requestOne();
    Instant now = T0.plusSeconds(2);
    lane.take(TestLane.undialed(first, Duration.ofMillis(400), Cause.SLOW_DOWN), now);
    Instant ahead = now.plusMillis(300);
    lane.tick(ahead);
    Instant back = ahead.minusMillis(millis);

    List<DialRequest> again = new ArrayList<>();
    for (int act = 1; act <= 300 && again.isEmpty(); act++) {
      again.addAll(lane.tickAt(back.plusMillis(50L * act)));
    }

    assertThat(again).extracting(DialRequest::attempt).containsExactly(first.attempt());
  }
}
