package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.Source;

class PlacingTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT.withMaxInFlight(3));

  @Test
  void aPlacedCallIsReportedInItsLane() {
    bench.carrier.placement.complete(new Placement.Placed());

    bench.arrives(1);

    assertThat(bench.producer.history())
        .singleElement()
        .extracting(ProducerRecord::key, ProducerRecord::partition, ProducerRecord::value)
        .containsExactly(
            Requests.LANE.key(),
            bench.topics.partitionOf(Requests.LANE),
            new Dialing(Requests.attempt(1), ManualTime.START, Bench.WORKER));
    assertThat(bench.ceiling.taken()).isZero();
    assertThat(bench.count("peal_dials", "result", "placed")).isEqualTo(1);
  }

  @Test
  void rowVariablesFillThePromptBeforeTheAgentsOwn() {
    bench.arrives(1);

    assertThat(bench.carrier.orders)
        .singleElement()
        .extracting(Order::prompt, Order::welcomeMessage)
        .containsExactly("You call Eve of Bells Ltd.", "Hello Eve!");
  }

  @Test
  void aRefusedCallHasEnded() {
    bench.carrier.placement.complete(new Placement.Refused(Outcome.INVALID_NUMBER, "no such one"));

    bench.arrives(1);

    assertThat(bench.reported())
        .containsExactly(
            new Ended(
                Requests.attempt(1),
                ManualTime.START,
                Outcome.INVALID_NUMBER,
                null,
                null,
                "no such one"));
  }

  @Test
  void anUnavailableCarrierMeansNotDialedInItsOwnWords() {
    bench.carrier.placement.complete(new Placement.Unavailable("503", Duration.ofSeconds(7)));

    bench.arrives(1);

    assertThat(bench.reported())
        .containsExactly(
            notDialed(
                1, 0, Duration.ZERO, "503", Duration.ofSeconds(7), NotDialed.Cause.UNAVAILABLE));
    assertThat(bench.sources()).containsExactly(Source.placed(Bench.WORKER));
  }

  @Test
  void nothingIsSaidWhereNobodyKnowsWhetherItRang() {
    bench.carrier.placement.complete(new Placement.Unclear("connection reset"));

    bench.arrives(1);

    assertThat(bench.reported()).isEmpty();
    assertThat(bench.count("peal_dials", "result", "unclear")).isEqualTo(1);
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aStageThatFailsIsUnclearToo() {
    bench.carrier.placement.completeExceptionally(new IllegalStateException("a fault"));

    bench.arrives(1);

    assertThat(bench.reported()).isEmpty();
    assertThat(bench.count("peal_dials", "result", "unclear")).isEqualTo(1);
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aCarrierThatThrowsIsUnclearToo() {
    bench.carrier.beforePlacing =
        () -> {
          throw new IllegalStateException("a fault");
        };

    bench.arrives(1);

    assertThat(bench.count("peal_dials", "result", "unclear")).isEqualTo(1);
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aRequestThatArrivesTooLateIsGivenBack() {
    DialRequest request =
        Requests.dial(1, ManualTime.START.minusSeconds(3), Duration.ofSeconds(2), 20_000);

    bench.arrives(request);

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.reported())
        .containsExactly(
            notDialed(1, -3_000, Duration.ZERO, "too late to dial", null, NotDialed.Cause.LATE));
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
            notDialed(
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
  void aFullWorkerGivesDialsBackAtOnce() {
    for (int row = 1; row <= 3; row++) {
      bench.arrives(Requests.dial(row, ManualTime.START, Duration.ofMillis(500)));
    }

    bench.arrives(Requests.dial(4, ManualTime.START, Duration.ofMillis(500)));

    assertThat(bench.reported())
        .containsExactly(
            notDialed(
                4,
                500,
                Duration.ZERO,
                "worker is full",
                Duration.ofSeconds(1),
                NotDialed.Cause.FULL));
    assertThat(bench.ceiling.taken()).isEqualTo(3);
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
  void aCarrierThatWantsFewerCallsIsTakenAtItsWordAndNotForBroken() {
    Duration wait = Duration.ofSeconds(7);
    bench.carrier.placement.complete(new Placement.SlowDown("429", wait));

    for (int row = 1; row <= 60; row++) {
      bench.arrives(row);
      bench.time.pass(Duration.ofMillis(20));
    }

    assertThat(bench.reported().getFirst())
        .isEqualTo(notDialed(1, 0, Duration.ZERO, "429", wait, NotDialed.Cause.SLOW_DOWN));
    assertThat(bench.carrier.orders).hasSize(60);
    assertThat(bench.breaker.state()).isZero();
    assertThat(bench.count("peal_not_dialed", "reason", "slow_down")).isEqualTo(60);
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

  @Test
  void whatWaitsWhenTheWorkerStopsIsGivenBack() {
    bench.arrives(Requests.dial(1, ManualTime.START, Duration.ofMillis(500)));

    bench.slots.stop();

    assertThat(bench.reported())
        .containsExactly(
            notDialed(1, 500, Duration.ZERO, "worker stops", null, NotDialed.Cause.STOPPING));
    assertThat(bench.ceiling.taken()).isZero();
  }

  @Test
  void aReportThatKafkaDoesNotTakeIsCounted() {
    bench.producer.sendException = new IllegalStateException("closed");
    bench.carrier.placement.complete(new Placement.Placed());

    bench.arrives(1);

    assertThat(bench.registry.get("peal_reports_lost").counter().count()).isEqualTo(1);
    assertThat(bench.ceiling.taken()).isZero();
  }

  private static CallEvent notDialed(
      long row,
      long slotMillis,
      Duration after,
      String reason,
      Duration retryAfter,
      NotDialed.Cause cause) {
    return new NotDialed(
        Requests.attempt(row),
        ManualTime.START.plus(after),
        ManualTime.START.plusMillis(slotMillis),
        reason,
        retryAfter,
        cause);
  }
}
