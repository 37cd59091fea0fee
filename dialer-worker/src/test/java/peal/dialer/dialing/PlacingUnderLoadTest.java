package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.WorkspaceId;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NotDialed;

/** How many dials a worker has out at once, and how it spares a carrier that fails. */
class PlacingUnderLoadTest {
  private static final WorkspaceId CALLER = Requests.LANE.workspace();

  private final Bench bench = new Bench(DialingSettings.DEFAULT.withMaxInFlight(6));

  @Test
  void aLaneThatHoldsHalfOfTheWorkerGetsItsDialsBackAtOnce() {
    for (int row = 1; row <= 3; row++) {
      bench.arrives(Requests.dial(row, ManualTime.START, Duration.ofMillis(500)));
    }

    bench.arrives(Requests.dial(4, ManualTime.START, Duration.ofMillis(500)));

    assertThat(bench.reported())
        .containsExactly(
            Bench.notDialed(
                4,
                500,
                Duration.ZERO,
                "worker is full",
                Duration.ofSeconds(1),
                NotDialed.Cause.FULL));
    assertThat(bench.ceiling.taken()).isEqualTo(3);
  }

  /** All dials of a lane come to one worker: its neighbours there must not be kept out. */
  @Test
  void aFastLaneWithASlowCarrierLeavesItsNeighboursTheOtherHalf() {
    Lane neighbour = new Lane(new WorkspaceId("ws_two"), 0);
    Duration life = Duration.ofSeconds(2);
    for (int row = 1; row <= 10; row++) {
      bench.arrives(row);
    }

    for (int row = 11; row <= 13; row++) {
      bench.arrives(Requests.dial(neighbour, row, ManualTime.START, life, 20_000));
    }

    assertThat(bench.ceiling.taken()).isEqualTo(6);
    assertThat(bench.count("peal_not_dialed", "reason", "full")).isEqualTo(7);

    bench.arrives(Requests.dial(neighbour, 14, ManualTime.START, life, 20_000));
    assertThat(bench.count("peal_not_dialed", "reason", "full")).isEqualTo(8);

    bench.time.pass(Duration.ofMillis(100));
    bench.carrier.placement.complete(new Placement.Placed());
    assertThat(bench.ceiling.taken()).isZero();
    assertThat(bench.reported())
        .filteredOn(Dialing.class::isInstance)
        .extracting(report -> ((Dialing) report).attempt().call().row())
        .containsExactlyInAnyOrder(1L, 2L, 3L, 11L, 12L, 13L);
  }

  @Test
  void anOpenCallTakesNoPlaceBelowTheCeiling() {
    bench.carrier.placement.complete(new Placement.Placed());
    for (int row = 1; row <= 10; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }

    assertThat(bench.reported()).hasSize(10).allMatch(Dialing.class::isInstance);
  }

  @Test
  void anAnswerThatIsOutstandingTakesAPlace() {
    bench.arrives(1);
    assertThat(bench.ceiling.taken()).isEqualTo(1);

    bench.carrier.placement.complete(new Placement.Placed());
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aFailingCarrierIsLeftAloneAndTriedAgain() {
    bench.carrier.placement.complete(new Placement.Unavailable("503", null));
    for (int row = 1; row <= 25; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }
    assertThat(bench.breaker.state()).isEqualTo(2);

    bench.time.pass(Duration.ofSeconds(1));
    bench.arrives(26);
    assertThat(bench.carrier.orders).hasSize(25);
    assertThat(bench.reported().getLast())
        .isInstanceOfSatisfying(
            NotDialed.class,
            report -> {
              assertThat(report.reason()).isEqualTo("carrier breaker open");
              assertThat(report.retryAfter())
                  .isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(4));
            });
    assertThat(bench.ceiling.taken()).isZero();

    bench.carrier.placement = CompletableFuture.completedFuture(new Placement.Placed());
    bench.time.pass(Duration.ofSeconds(5));
    for (int row = 27; row <= 31; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }
    assertThat(bench.carrier.orders).hasSize(30);
    assertThat(bench.breaker.state()).isZero();
  }

  @Test
  void trialsThatWereLostAreFollowedByOthers() {
    for (int i = 0; i < 25; i++) {
      assertThat(bench.breaker.permits(CALLER)).isTrue();
      bench.breaker.answered(CALLER, new Placement.Unclear("no answer"), Duration.ZERO);
    }
    bench.time.pass(Duration.ofSeconds(6));
    for (int i = 0; i < 5; i++) {
      assertThat(bench.breaker.permits(CALLER)).isTrue();
    }
    bench.time.pass(DialingSettings.DEFAULT.answerLimit());
    assertThat(bench.breaker.permits(CALLER)).isFalse();
    assertThat(bench.breaker.state()).isEqualTo(1);

    bench.time.pass(Duration.ofMillis(1));
    assertThat(bench.breaker.permits(CALLER)).isFalse();
    assertThat(bench.breaker.state()).isEqualTo(2);

    bench.time.pass(Duration.ofSeconds(6));
    for (int i = 0; i < 5; i++) {
      assertThat(bench.breaker.permits(CALLER)).isTrue();
      bench.breaker.answered(CALLER, new Placement.Placed(), Duration.ZERO);
    }
    assertThat(bench.breaker.state()).isZero();
  }

  @Test
  void aCarrierThatWantsFewerCallsIsTakenAtItsWordAndNotForBroken() {
    Duration wait = Duration.ofSeconds(7);
    bench.carrier.placement.complete(new Placement.SlowDown("429", wait));

    for (int row = 1; row <= 60; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }

    assertThat(bench.reported().getFirst())
        .isEqualTo(Bench.notDialed(1, 0, Duration.ZERO, "429", wait, NotDialed.Cause.SLOW_DOWN));
    assertThat(bench.carrier.orders).hasSize(60);
    assertThat(bench.breaker.state()).isZero();
    assertThat(bench.count("peal_not_dialed", "reason", "slow_down")).isEqualTo(60);
  }

  /** It may be about one tenant's number or account, and its neighbours dial on. */
  @Test
  void aCarrierThatDoesNotLetATenantInIsNotBroken() {
    bench.carrier.placement.complete(new Placement.Denied("403"));

    for (int row = 1; row <= 60; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }

    assertThat(bench.reported().getFirst())
        .isEqualTo(Bench.notDialed(1, 0, Duration.ZERO, "403", null, NotDialed.Cause.DENIED));
    assertThat(bench.carrier.orders).hasSize(60);
    assertThat(bench.breaker.state()).isZero();
  }

  @Test
  void refusalsDoNotOpenTheBreaker() {
    bench.carrier.placement.complete(new Placement.Refused(Outcome.REJECTED, null));

    for (int row = 1; row <= 60; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }

    assertThat(bench.carrier.orders).hasSize(60);
    assertThat(bench.breaker.state()).isZero();
  }
}
