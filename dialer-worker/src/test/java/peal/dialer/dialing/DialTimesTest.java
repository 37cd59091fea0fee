package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import peal.domain.DialRequest;

class DialTimesTest {
  /** A request for one lane: when it arrives, when its slot is, how long it lives. All in ms. */
  record Arrival(long at, long slotIn, long life) {}

  record Dialed(DialRequest request, Instant at, long nanos) {}

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 3_000),
            Arbitraries.longs().between(-500, 1_000),
            Arbitraries.longs().between(0, 2_000))
        .as(Arrival::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 300)
  void everyDialIsInItsWindowAndKeepsItsDistance(
      @ForAll("arrivals") List<Arrival> arrivals,
      @ForAll("spacings") long spacingMicros,
      @ForAll("tolerances") long toleranceNanos,
      @ForAll long seed) {
    Random random = new Random(seed);
    ManualTime time =
        new ManualTime(due ->
            random.nextInt(20) == 0 ? random.nextInt(900_000_000) : random.nextInt(2_000_000));
    List<Dialed> dialed = new ArrayList<>();
    List<DialRequest> notDialed = new ArrayList<>();
    PlacementLimit placements = new PlacementLimit(100, Duration.ofSeconds(1));
    LaneSlots slots =
        new LaneSlots(
            time.clocks,
            time,
            toleranceNanos,
            0,
            placements,
            turns(time, placements, dialed, notDialed));

    List<Arrival> inOrder = new ArrayList<>(arrivals);
    inOrder.sort(Comparator.comparingLong(Arrival::at));
    for (int i = 0; i < inOrder.size(); i++) {
      Arrival arrival = inOrder.get(i);
      time.passUntil(Duration.ofMillis(arrival.at()).toNanos());
      Instant slotAt = time.clocks.now().wall().plusMillis(arrival.slotIn());
      DialRequest request =
          Requests.dial(i, slotAt, Duration.ofMillis(arrival.life()), spacingMicros);
      slots.add(new Waiting(request, Window.of(request, time.clocks.now())));
    }
    time.pass(Duration.ofSeconds(10));

    assertThat(dialed.size() + notDialed.size()).isEqualTo(arrivals.size());
    assertThat(dialed)
        .allSatisfy(dial ->
            assertThat(dial.at()).isBetween(dial.request().slotAt(), dial.request().dialBy()));
    for (int from = 0; from < dialed.size(); from++) {
      for (int to = from + 1; to < dialed.size(); to++) {
        assertThat(dialed.get(to).nanos() - dialed.get(from).nanos())
            .isGreaterThanOrEqualTo((to - from) * spacingMicros * 1_000 - toleranceNanos);
      }
    }
  }

  @Provide
  Arbitrary<Long> spacings() {
    return Arbitraries.of(0L, 500L, 20_000L, 333_333L);
  }

  @Provide
  Arbitrary<Long> tolerances() {
    return Arbitraries.of(0L, 1_000_000L, 5_000_000L);
  }

  private static Turns turns(
      ManualTime time,
      PlacementLimit placements,
      List<Dialed> dialed,
      List<DialRequest> notDialed) {
    return new Turns() {
      @Override
      public void dial(Waiting waiting) {
        Moment now = time.clocks.now();
        dialed.add(new Dialed(waiting.request(), now.wall(), now.nanos()));
        placements.giveBack(waiting.request().lane());
      }

      @Override
      public void late(Waiting waiting) {
        notDialed.add(waiting.request());
      }

      @Override
      public void stopped(Waiting waiting) {
        notDialed.add(waiting.request());
      }
    };
  }
}
