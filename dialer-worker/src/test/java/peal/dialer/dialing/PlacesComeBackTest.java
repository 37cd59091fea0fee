package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.Wording;
import peal.domain.event.CallEvent.Dialing;

/**
 * However the end of a dial fails, its places come back, once each. One that was lost was missing
 * until the worker was started again; one that came back twice let the carrier have too many.
 */
class PlacesComeBackTest {
  private static final Error FAULT = new InternalError("unable to create a thread");

  private final Bench bench = new Bench(DialingSettings.DEFAULT.withMaxInFlight(6));

  @AfterEach
  void nothingIsHeld() {
    assertThat(bench.ceiling.taken()).as("below the ceiling").isZero();
    assertThat(bench.placements.taken()).as("at the carrier").isZero();
  }

  @Test
  void whereThereIsNoThreadToDialOn() {
    bench.noThread = FAULT;

    bench.arrives(1);

    assertThat(bench.carrier.orders).isEmpty();
  }

  @Test
  void whereThereIsNoThreadToSayThatItIsTooLate() {
    bench.arrives(Requests.dial(1, ManualTime.START, Duration.ofMillis(300)));
    bench.noThread = FAULT;
    bench.time.freeze(Duration.ofSeconds(5));

    bench.time.pass(Duration.ofMillis(1));
  }

  @Test
  void whereAnotherLanesTurnFailsAndWhatTheCarrierSaidIsReported() {
    bench.arrives(1);
    bench.placements.whenFreed(() -> {
      throw FAULT;
    });

    bench.carrier.placement.complete(new Placement.Placed());

    assertThat(bench.reported()).singleElement().isInstanceOf(Dialing.class);
  }

  @Test
  void whereTheEndCannotBeReported() {
    bench.arrives(1);
    bench.producer.error = FAULT;

    bench.carrier.placement.complete(new Placement.Placed());
  }

  @Test
  void whereACallThatIsNotDialedCannotBeReported() {
    bench.producer.error = FAULT;

    bench.arrives(Requests.saying(1, ManualTime.START, "{name}".repeat(Wording.LONGEST / 3 + 1)));
  }
}
