package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class PollRestTest {
  private static final Duration ASKED = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofMillis(PollRest.LONGEST_MILLIS);
  private static final long NOW = 1_000_000;

  private final PlannedTicks ticks = new PlannedTicks();
  private final PollRest rest = new PollRest(50, ticks, NOW - 5_000);
  private final WallClockTick tick =
      new WallClockTick(new MockProcessorContext<>(), ASKED, at -> Optional.empty());

  @Test
  void whereNothingHappensAPollIsLong() {
    assertThat(rest.patience(ASKED, NOW)).isEqualTo(LONGEST);
  }

  @Test
  void aStartIsWork() {
    PollRest fresh = new PollRest(50, ticks, NOW);

    assertThat(fresh.patience(ASKED, NOW + 999)).isEqualTo(ASKED);
  }

  /** What was read is committed between two polls. */
  @Test
  void afterRecordsPollsAreShortUntilAllIsCommitted() {
    rest.records(NOW);

    assertThat(rest.patience(ASKED, NOW + 999)).isEqualTo(ASKED);
    assertThat(rest.patience(ASKED, NOW + 1_000)).isEqualTo(LONGEST);
  }

  @Test
  void whoCommitsSeldomIsWaitedForLonger() {
    PollRest seldom = new PollRest(1_000, ticks, NOW);
    seldom.records(NOW);

    assertThat(seldom.patience(ASKED, NOW + 1_999)).isEqualTo(ASKED);
    assertThat(seldom.patience(ASKED, NOW + 2_000)).isEqualTo(LONGEST);
  }

  @Test
  void afterATickPollsAreShortUntilAllIsCommitted() {
    ticks.ran(NOW);

    assertThat(rest.patience(ASKED, NOW + 999)).isEqualTo(ASKED);
    assertThat(rest.patience(ASKED, NOW + 1_000)).isEqualTo(LONGEST);
  }

  @Test
  void noPollLastsBeyondATick() {
    ticks.plan(tick, NOW + 120);

    assertThat(rest.patience(ASKED, NOW)).isEqualTo(Duration.ofMillis(120));
    assertThat(rest.patience(ASKED, NOW + 110)).isEqualTo(ASKED);
    assertThat(rest.patience(ASKED, NOW + 500)).isEqualTo(ASKED);
  }

  @Test
  void aTickThatIsOffIsNotWaitedFor() {
    ticks.plan(tick, NOW + 120);
    ticks.cancel(tick);

    assertThat(rest.patience(ASKED, NOW)).isEqualTo(LONGEST);
  }

  /** Streams has more to work off: it only looks whether there is anything new. */
  @Test
  void whoDoesNotWantToWaitDoesNot() {
    assertThat(rest.patience(Duration.ZERO, NOW)).isEqualTo(Duration.ZERO);
  }
}
