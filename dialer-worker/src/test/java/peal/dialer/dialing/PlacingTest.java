package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.Outcome;
import peal.domain.Wording;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.Source;

/** What becomes of a dial by what the carrier answers. */
class PlacingTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT.withMaxInFlight(6));

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
            new Dialing(Requests.attempt(1), ManualTime.START, Bench.WORKER, ManualTime.START));
    assertThat(bench.ceiling.taken()).isZero();
    assertThat(bench.count("peal_dials", "result", "placed")).isEqualTo(1);
  }

  @Test
  void whatTheCarrierCallsACallAndItsQueueAreReported() {
    bench.carrier.placement.complete(new Placement.Placed("CA1", Duration.ofSeconds(3)));

    bench.arrives(1);

    assertThat(bench.reported())
        .containsExactly(
            new Dialing(
                Requests.attempt(1),
                ManualTime.START,
                Bench.WORKER,
                ManualTime.START,
                "CA1",
                Duration.ofSeconds(3)));
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
  void aCallWhoseTextsWouldGrowTooLongEndsWithoutADial() {
    bench.arrives(Requests.saying(1, ManualTime.START, "{name}".repeat(Wording.LONGEST / 3 + 1)));

    assertThat(bench.carrier.orders).isEmpty();
    assertThat(bench.ceiling.taken()).isZero();
    assertThat(bench.reported())
        .containsExactly(
            new Ended(
                Requests.attempt(1),
                ManualTime.START,
                Outcome.REJECTED,
                null,
                null,
                "prompt and welcome message would have more than 131,072 bytes"));
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
            Bench.notDialed(
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

  /** Its dispatcher's clock is hours ahead: it would be dialed hours later. */
  @Test
  void aDialWhoseSlotLiesFarAheadIsGivenBack() {
    bench.arrives(Requests.dial(1, ManualTime.START, Duration.ofSeconds(5)));
    assertThat(bench.reported()).isEmpty();

    bench.arrives(Requests.dial(2, ManualTime.START, Duration.ofSeconds(6)));

    assertThat(bench.reported())
        .containsExactly(
            Bench.notDialed(
                2, 6_000, Duration.ZERO, "slot too far ahead: the clocks disagree", null, null));
    assertThat(bench.ceiling.taken()).isOne();
  }

  /** Where Kafka takes no report each waits a second for it, and a poll has 500 requests. */
  @Test
  void nothingThatIsGivenBackHoldsUpThePoll() {
    bench.threadsRunAtOnce = false;

    bench.arrives(Requests.dial(1, ManualTime.START.minusSeconds(60), Duration.ZERO));
    for (long row = 2; row <= 8; row++) {
      bench.arrives(Requests.dial(row, ManualTime.START, Duration.ofSeconds(1)));
    }
    bench.slots.stop();
    bench.arrives(Requests.dial(9, ManualTime.START, Duration.ofSeconds(1)));
    assertThat(bench.reported()).isEmpty();

    bench.threads.forEach(Runnable::run);
    assertThat(bench.reported()).hasSize(9).hasOnlyElementsOfType(NotDialed.class);
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
}
