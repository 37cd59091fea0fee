package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.domain.event.CallEvent.NotDialed;

/** What a worker holds when dialing is stopped does not ring, and comes back as nobody's fault. */
class PlacingWhileStoppedTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT);

  @ParameterizedTest
  @EnumSource(Scope.class)
  void whatWaitsForItsSlotIsGivenBackInsteadOfPlaced(Scope scope) {
    bench.arrives(Requests.dial(1, ManualTime.START, Duration.ofMillis(500)));
    say(scope, true);

    bench.time.pass(Duration.ofMillis(500));

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.reported())
        .containsExactly(
            Bench.notDialed(
                1,
                500,
                Duration.ofMillis(500),
                "dialing is stopped",
                null,
                NotDialed.Cause.DIALING_STOPPED));
    assertThat(bench.ceiling.taken()).isZero();
    assertThat(bench.placements.taken()).isZero();
    assertThat(bench.count("peal_not_dialed", "reason", "dialing_stopped")).isEqualTo(1);
  }

  @Test
  void aStopThatComesWhileTheOrderIsOnItsWayIsSeenByTheLastLookAndOpensNoBreaker() {
    bench.carrier.beforePlacing = () -> say(Scope.ALL, true);

    // As many would open the breaker, were they the carrier's failures.
    for (int row = 1; row <= 60; row++) {
      say(Scope.ALL, false);
      // The lane's distance: each gets its turn when it arrives.
      bench.time.pass(Duration.ofMillis(20));
      bench.arrives(row);
    }

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.reported())
        .hasSize(60)
        .allSatisfy(report ->
            assertThat(report)
                .isInstanceOfSatisfying(
                    NotDialed.class,
                    back -> assertThat(back.cause()).isEqualTo(NotDialed.Cause.DIALING_STOPPED)));
    assertThat(bench.breaker.state()).isZero();
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aStopOfOthersKeepsNobodyAndAResumeLetsEverybodyThrough() {
    bench.carrier.placement.complete(new Placement.Placed());
    say(new DialingStop(Scope.WORKSPACE, "others", true, "operator", ManualTime.START, null, 1L));
    say(new DialingStop(Scope.CARRIER, "others", true, "operator", ManualTime.START, null, 1L));
    say(Scope.ALL, true);
    say(Scope.ALL, false);

    bench.arrives(1);

    assertThat(bench.carrier.orders).hasSize(1);
  }

  private void say(Scope scope, boolean stopped) {
    String id =
        switch (scope) {
          case ALL -> null;
          case CARRIER -> DialingStop.DEFAULT_CARRIER;
          case WORKSPACE, OWN -> Requests.LANE.workspace().value();
        };
    say(new DialingStop(scope, id, stopped, "operator", ManualTime.START, null, 1L));
  }

  private void say(DialingStop stop) {
    bench.stops.put(stop.key(), stop);
  }
}
