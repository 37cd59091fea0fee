package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.domain.DialRequest;
import peal.domain.event.CallEvent.NotDialed;

/** A dial that comes too late, or not at all, is given back and never placed. */
class PlacingInTimeTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT.withMaxInFlight(6));

  @Test
  void aRequestThatArrivesTooLateIsGivenBack() {
    DialRequest request =
        Requests.dial(1, ManualTime.START.minusSeconds(3), Duration.ofSeconds(2), 20_000);

    bench.arrives(request);

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.reported())
        .containsExactly(
            Bench.notDialed(
                1, -3_000, Duration.ZERO, "too late to dial", null, NotDialed.Cause.LATE));
  }

  @Test
  void aPauseBetweenTheSlotAndTheCarrierIsNoticed() {
    bench.threadsRunAtOnce = false;
    bench.arrives(1);

    bench.time.freeze(Duration.ofMillis(2_001));
    bench.threads.remove().run();

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.reported())
        .containsExactly(
            Bench.notDialed(
                1, 0, Duration.ofMillis(2_001), "too late to dial", null, NotDialed.Cause.LATE));
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aDialThatTheLastLookWithholdsIsGivenBackAndSaysNothingOfTheCarrier() {
    bench.carrier.beforePlacing = () -> bench.time.freeze(Duration.ofMillis(2_001));

    // As many would open the breaker, were they the carrier's failures.
    for (int row = 1; row <= 60; row++) {
      bench.arrives(row);
    }

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.reported())
        .hasSize(60)
        .allSatisfy(report ->
            assertThat(report)
                .isInstanceOfSatisfying(
                    NotDialed.class,
                    back -> assertThat(back.reason()).isEqualTo("too late to dial")));
    assertThat(bench.breaker.state()).isZero();
    assertThat(bench.ceiling.taken()).isZero();
    assertThat(bench.count("peal_not_dialed", "reason", "late")).isEqualTo(60);
  }

  @Test
  void aSuspensionThatOnlyTheWallClockSawIsNoticed() {
    bench.threadsRunAtOnce = false;
    bench.arrives(1);

    bench.time.suspend(Duration.ofMinutes(1));
    bench.threads.remove().run();

    assertThat(bench.carrier.orders).isEmpty();
  }

  @Test
  void whatWaitsWhenTheWorkerStopsIsGivenBack() {
    bench.arrives(Requests.dial(1, ManualTime.START, Duration.ofMillis(500)));

    bench.slots.stop();

    assertThat(bench.reported())
        .containsExactly(
            Bench.notDialed(1, 500, Duration.ZERO, "worker stops", null, NotDialed.Cause.STOPPING));
    assertThat(bench.ceiling.taken()).isZero();
  }
}
