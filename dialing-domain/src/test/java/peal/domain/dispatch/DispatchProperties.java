package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.domain.StopWhen;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;

/** Whatever the network does, and in whatever order things come, a lane keeps its promises. */
class DispatchProperties {
  private static final Duration LONG = Duration.ofDays(3);

  @Property(tries = 150)
  void everyRowEndsExactlyOnceAndNothingIsLeft(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 25) int size,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll boolean honoursKeys,
      @ForAll boolean cancelled) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), honoursKeys, trouble);
    life.upload(size, null, false);
    life.upload(size, RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(1))), cancelled);

    life.run(LONG);

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    assertThat(life.stopped.keySet()).containsAll(life.unfinished);
    everyRowEnds(life);
  }

  @Property(tries = 150)
  void nobodyIsDialedWhoIsOnAListAndEveryRowEnds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int entries,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll boolean cancelled) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), true, trouble);
    life.upload(25, RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(1))), cancelled);
    life.upload(25, null, false);
    life.list(entries);

    life.run(LONG);

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    everyRowEnds(life);
  }

  @Property(tries = 100)
  void noNumberIsCalledMoreOftenThanItsLimitAndEveryRowEnds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int max,
      @ForAll @IntRange(min = 1, max = 4) int hours,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll boolean cancelled) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), true, trouble);
    life.limits = new CallLimits(List.of(new CallLimit(max, hours, null, null, null)), 0);
    life.upload(15, RetryPlan.smartCallback(3, List.of(Duration.ofMinutes(1))), false);
    life.upload(20, null, cancelled);

    life.run(LONG);

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    everyRowEnds(life);
    // Of an attempt that was asked for several times, the last is the one that rang.
    Map<AttemptId, DialRequest> rang = new LinkedHashMap<>();
    life.dials.stream()
        .filter(dial -> life.network.rings.containsKey(dial.attempt()))
        .forEach(dial -> rang.put(dial.attempt(), dial));
    rang.values().stream()
        .collect(Collectors.groupingBy(DialRequest::number))
        .forEach((number, dials) -> {
          List<Instant> slots = dials.stream().map(DialRequest::slotAt).sorted().toList();
          for (int i = max; i < slots.size(); i++) {
            assertThat(Duration.between(slots.get(i - max), slots.get(i)))
                .as("%d dials of %s", max + 1, dials)
                .isGreaterThanOrEqualTo(Duration.ofHours(hours));
          }
        });
  }

  /** What fails pauses its batch, nobody is dialed until it is resumed, and every row ends. */
  @Property(tries = 100)
  void aBatchThatFailsPausesItselfAndEveryRowEnds(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.05, max = 1) double rate,
      @ForAll @IntRange(min = 30, max = 600) int window,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll boolean cancelled) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), true, trouble);
    life.stopWhen = new StopWhen(rate, window, StopWhen.FEWEST);
    life.upload(40, RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(1))), false);
    life.upload(40, null, cancelled);

    life.run(LONG);

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    everyRowEnds(life);
    assertThat(life.trips)
        .allMatch(trip -> trip.failureRate() + 0.0001 >= rate && trip.calls() >= StopWhen.FEWEST);
    Statistics.label("trips").collect(life.trips.isEmpty() ? "none" : "some");
    Statistics.label("trips")
        .coverage(found -> found.check("some").percentage(share -> share > 20));
  }

  @Property(tries = 100)
  void nobodyIsRetriedMoreOftenThanTheRulesHaveAndEveryRowEnds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int total,
      @ForAll @IntRange(min = 1, max = 3) int busy,
      @ForAll @IntRange(min = 1, max = 3) int declined,
      @ForAll @IntRange(min = 0, max = 50) int jitter,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble) {
    Map<Outcome, Integer> most = Map.of(Outcome.BUSY, busy, Outcome.REJECTED, declined);
    List<Duration> gaps = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5));
    RetryPlan plan =
        new RetryPlan(
            total,
            jitter,
            List.of(
                new RetryRule(Set.of(Outcome.BUSY), busy, gaps),
                new RetryRule(Set.of(Outcome.REJECTED), declined, gaps)));
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), true, trouble);
    life.upload(25, plan, false);

    life.run(LONG);

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    everyRowEnds(life);
    life.retries.stream()
        .collect(Collectors.groupingBy(CallbackScheduled::call))
        .forEach((call, retries) -> {
          assertThat(retries).as("retries of %s", call).hasSizeLessThanOrEqualTo(total);
          most.forEach((outcome, own) -> {
            List<Duration> waits =
                retries.stream()
                    .filter(retry -> retry.outcome() == outcome)
                    .map(retry -> Duration.between(retry.at(), retry.dueAt()))
                    .toList();
            assertThat(waits).as("%s of %s", outcome, call).hasSizeLessThanOrEqualTo(own);
            for (int n = 0; n < waits.size(); n++) {
              assertThat(waits.get(n)).isGreaterThanOrEqualTo(gaps.get(Math.min(n, 1)));
            }
          });
          assertThat(retries).allMatch(retry -> most.containsKey(retry.outcome()));
        });
  }

  private static void everyRowEnds(LaneLife life) {
    for (CallId row : life.rows) {
      int ends = life.settled.getOrDefault(row, List.of()).size();
      BatchStopped stop = life.stopped.get(row.batch());
      boolean dropped = stop != null && !stop.out().contains(row);
      if (dropped) {
        assertThat(ends).as("ends of dropped %s", row).isLessThanOrEqualTo(1);
      } else {
        assertThat(ends).as("ends of %s", row).isEqualTo(1);
      }
    }
  }

  @Property(tries = 150)
  void noAttemptRingsTwice(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 0.5) double trouble,
      @ForAll boolean honoursKeys) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), honoursKeys, trouble);
    life.upload(20, RetryPlan.smartCallback(3, List.of(Duration.ofMinutes(1))), false);

    life.run(LONG);

    assertThat(life.network.rings.values()).allMatch(rings -> rings == 1);
    assertThat(life.network.rings.keySet()).allMatch(attempt -> attempt.number() <= 4);
  }

  /** Whoever is on the phone must not be booked as somebody of whom nobody can tell. */
  @Property(tries = 300)
  void nobodyWhoRangIsSaidToBeUnknown(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll boolean honoursKeys) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), honoursKeys, trouble);
    life.upload(20, null, false);

    life.run(LONG);

    life.settled.values().stream()
        .flatMap(List::stream)
        .filter(end -> end.outcome() == Outcome.UNKNOWN)
        .forEach(end -> {
          assertThat(honoursKeys).as("%s could be dialed again", end.call()).isFalse();
          assertThat(life.network.rings)
              .doesNotContainKey(new AttemptId(end.call(), end.attempts()));
        });
  }

  @Property(tries = 100)
  void slotsKeepTheirDistanceAndDialsTheirWindow(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 400) double rate) {
    LaneShare share = new LaneShare(rate, 1_000);
    LaneLife life = new LaneLife(seed, share, true, 0.1);
    life.upload(60, null, false);
    life.upload(60, null, false);

    life.run(LONG);

    List<DialRequest> dials = life.dials;
    for (int i = 1; i < dials.size(); i++) {
      long gapMillis =
          Duration.between(dials.get(i - 1).slotAt(), dials.get(i).slotAt()).toMillis();
      // Slots are rounded up to milliseconds on the wire.
      assertThat(gapMillis).isGreaterThanOrEqualTo(share.spacingMicros() / 1_000 - 1);
    }
    assertThat(life.faults).isEmpty();
  }

  /** Of a day, of a night, and of a quarter of an hour; in each zone, or in one. */
  @Property(tries = 100)
  void nobodyIsDialedOutsideTheHoursAndEveryRowEnds(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll @IntRange(min = 0, max = 95) int start,
      @ForAll @IntRange(min = 1, max = 95) int quarters,
      @ForAll boolean recipient,
      @ForAll boolean cancelled) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), true, trouble);
    life.edited = false;
    CallingHours hours = hours(start, quarters, recipient);
    life.upload(20, RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(1))), cancelled, hours);
    life.upload(5, null, false);

    life.run(Duration.ofDays(8));

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    if (!cancelled) {
      assertThat(life.rows).allMatch(row -> life.settled.get(row).size() == 1);
    }
  }

  /** Changes come at any time of two days: within the hours, outside, and after the last call. */
  @Property(tries = 100)
  void plansThatChangeHoldInTheHoursOfEveryZone(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 0.4) double trouble,
      @ForAll @IntRange(min = 0, max = 95) int start,
      @ForAll @IntRange(min = 1, max = 95) int quarters,
      @ForAll boolean recipient) {
    LaneLife life = new LaneLife(seed, new LaneShare(20, 7), true, trouble);
    life.changing = Duration.ofDays(2);
    CallingHours hours = hours(start, quarters, recipient);
    life.upload(20, RetryPlan.smartCallback(1, List.of(Duration.ofHours(3))), false, hours);
    life.upload(10, null, false, hours);

    life.run(Duration.ofDays(8));

    assertThat(life.faults).isEmpty();
    assertThat(life.store.isEmpty()).as("the book is empty in the end").isTrue();
    assertThat(life.stopped.values()).allMatch(stop -> stop.why() == BatchStopped.Why.ENDED);
    everyRowEnds(life);
  }

  private static CallingHours hours(int start, int quarters, boolean recipient) {
    DailyWindow window = new DailyWindow(start * 15, (start + quarters) % 96 * 15);
    return new CallingHours(List.of(window), null, recipient ? null : "Europe/Berlin", null, null);
  }

  @Property(tries = 60)
  void batchesTakeTurns(@ForAll long seed) {
    LaneLife life = new LaneLife(seed, new LaneShare(100, 1_000), true, 0);
    life.apart = true;
    life.edited = false;
    life.extended = false;
    BatchId big = life.upload(400, null, false);
    BatchId small = life.upload(10, null, false);

    life.run(LONG);

    List<BatchId> order = life.dials.stream().map(d -> d.attempt().call().batch()).toList();
    int first = order.indexOf(small);
    int last = order.lastIndexOf(small);
    long between = order.subList(first, last).stream().filter(big::equals).count();
    // Rows trickle in one per 50 ms here, so the small batch may have to wait for its own rows.
    assertThat(between).isLessThanOrEqualTo(100);
  }
}
