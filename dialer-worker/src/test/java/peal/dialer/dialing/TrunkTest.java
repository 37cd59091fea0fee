package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.CarrierAdapter;
import peal.domain.DialingStops;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NotDialed;
import peal.service.trace.Origin;

/** Two carriers in one worker. */
class TrunkTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT);
  private final StagedCarrier failing = new StagedCarrier();
  private final StagedCarrier well = new StagedCarrier();
  private final Trunk.Shared shared =
      new Trunk.Shared(
          DialingSettings.DEFAULT,
          bench.time.clocks,
          bench.time,
          new LaneGates(
              bench.time.clocks, nanos -> bench.time.freeze(Duration.ofNanos(nanos)), 10_000_000),
          DialingStops.NONE,
          bench.ceiling,
          bench.reports,
          bench.metrics,
          bench.registry,
          Runnable::run,
          Bench.WORKER);
  private final Trunk bad = new Trunk(adapter("bad", failing), shared);
  private final Trunk good = new Trunk(adapter("good", well), shared);

  private static CarrierAdapter adapter(String id, StagedCarrier carrier) {
    return new CarrierAdapter(id, carrier, Optional.empty(), 0);
  }

  @Test
  void aCarrierThatFailsIsLeftAloneAndTheOtherDialsOn() {
    failing.placement.complete(new Placement.Unavailable("503", Duration.ofSeconds(1)));
    well.placement.complete(new Placement.Placed());
    for (long row = 1; row <= 60; row++) {
      dial(bad, row);
    }
    assertThat(bad.fails()).isTrue();
    int asked = failing.orders.size();
    int before = bench.reported().size();

    dial(bad, 70);
    dial(good, 71);

    assertThat(failing.orders).hasSize(asked);
    assertThat(good.fails()).isFalse();
    assertThat(bench.reported().subList(before, before + 2))
        .hasExactlyElementsOfTypes(NotDialed.class, Dialing.class);
    assertThat(
            bench
                .registry
                .get("peal_dials")
                .tags("carrier", "good", "result", "placed")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            bench.registry.get("peal_carrier_breaker_state").tag("carrier", "bad").gauge().value())
        .isEqualTo(2);
    assertThat(
            bench.registry.get("peal_carrier_breaker_state").tag("carrier", "good").gauge().value())
        .isZero();
  }

  /** The carrier that numbers name when they name none is there, whether one uses it or not. */
  @Test
  void aCarrierThatNobodyCallsByDoesNotKeepAWorkerFromLeavingItsLanes() {
    failing.placement.complete(new Placement.Unavailable("503", Duration.ofSeconds(1)));
    well.placement.complete(new Placement.Placed());
    List<Trunk> trunks = List.of(bad, good);
    assertThat(Trunk.allFail(trunks)).as("where nobody is called").isFalse();

    for (long row = 1; row <= 60; row++) {
      dial(bad, row);
    }
    assertThat(Trunk.allFail(trunks)).isTrue();
    dial(good, 61);
    assertThat(Trunk.allFail(trunks)).isFalse();
    bench.time.pass(Duration.ofSeconds(16));
    dial(bad, 62);
    assertThat(Trunk.allFail(trunks)).isTrue();
  }

  private void dial(Trunk trunk, long row) {
    trunk.receive(
        Requests.dial(row, bench.time.clocks.now().wall(), Duration.ofSeconds(2), 0),
        Origin.NONE,
        bench.time.clocks.now());
    bench.time.pass(Duration.ofMillis(20));
  }
}
