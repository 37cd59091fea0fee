package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallQueued;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;

/** Hours are 9 to 20 where the recipient is; the lane begins on a Wednesday at 12:00 UTC. */
class HoursOfBatchesTest {
  private static final Instant NOON = Instant.parse("2026-07-15T12:00:00Z");
  private static final String NEW_YORK = "America/New_York";
  private static final Instant NEW_YORK_OPENS = Instant.parse("2026-07-15T13:00:00Z");
  private static final Instant NEW_YORK_CLOSES = Instant.parse("2026-07-16T00:00:00Z");
  private static final String BERLIN = "Europe/Berlin";

  private final TestLane lane = new TestLane();

  private static CallingHours hours(String timezone) {
    return new CallingHours(List.of(new DailyWindow(9 * 60, 20 * 60)), null, timezone, null, null);
  }

  private void start(BatchId batch, CallingHours hours, Instant now, String... zones) {
    start(batch, hours, Duration.ofHours(2), now, zones);
  }

  private void start(
      BatchId batch, CallingHours hours, Duration gap, Instant now, String... zones) {
    lane.take(
        new BatchOpened(
            batch,
            now,
            null,
            LaneLife.agent(),
            zones.length,
            zones.length,
            now.plusSeconds(900),
            false,
            null,
            BatchPlan.USUAL.withCallbacks(RetryPlan.smartCallback(1, List.of(gap))),
            hours,
            null,
            null),
        now);
    for (int row = 1; row <= zones.length; row++) {
      lane.take(
          new CallQueued(
              CallId.ofRow(batch, 0, row),
              now,
              TestLane.number(row),
              Map.of(),
              zones[row - 1],
              null),
          now);
    }
    lane.take(new BatchSealed(batch, now, zones.length), now);
  }

  /** Sleeps as a lane does until it wants to act; whoever is dialed answers. */
  private List<DialRequest> dialsUntil(Instant from, Instant until) {
    List<DialRequest> dials = new ArrayList<>();
    Instant now = from;
    for (int acts = 0; acts < 200 && !now.isAfter(until); acts++) {
      for (DialRequest dial : lane.tickAt(now)) {
        assertThat(TestLane.dials(dial)).isTrue();
        dials.add(dial);
        lane.take(TestLane.ended(dial, now), now);
      }
      Instant next = lane.nextAct(now).orElse(Instant.MAX);
      now = next.isAfter(now) ? next : now.plusMillis(50);
    }
    return dials;
  }

  private static List<Long> rows(List<DialRequest> dials) {
    return dials.stream().map(dial -> dial.attempt().call().row()).toList();
  }

  @Test
  void nobodyIsDialedBeforeTheyOpenAndTheLaneSleepsUntilThen() {
    start(BATCH, hours(NEW_YORK), NOON, (String) null, null);
    assertThat(lane.tickAt(NOON)).isEmpty();

    assertThat(lane.nextAct(NOON)).contains(NEW_YORK_OPENS);
    List<DialRequest> dials = dialsUntil(NOON, NEW_YORK_OPENS.plusSeconds(1));

    assertThat(rows(dials)).containsExactly(1L, 2L);
    assertThat(dials).allMatch(dial -> !dial.slotAt().isBefore(NEW_YORK_OPENS));
    assertThat(dials.getFirst().slotAt()).isBefore(NEW_YORK_OPENS.plusSeconds(1));
  }

  @Test
  void aDialMustBeMadeBeforeTheyClose() {
    Instant late = NEW_YORK_CLOSES.minusMillis(850);
    start(BATCH, hours(NEW_YORK), late, null, null, null, null, null, null, null, null, null);

    List<DialRequest> dials = dialsUntil(late, NEW_YORK_CLOSES.plusSeconds(5));

    assertThat(dials).isNotEmpty().hasSizeLessThan(9);
    assertThat(dials)
        .allMatch(dial -> dial.dialBy().equals(NEW_YORK_CLOSES))
        .allMatch(dial -> !dial.slotAt().isAfter(NEW_YORK_CLOSES.minusMillis(200)));
  }

  @Test
  void rowsOfOneZoneDoNotWaitForThoseOfAnother() {
    start(BATCH, hours(null), NOON, NEW_YORK, NEW_YORK, BERLIN, NEW_YORK, BERLIN);

    assertThat(rows(dialsUntil(NOON, NEW_YORK_OPENS.minusSeconds(1)))).containsExactly(3L, 5L);
    assertThat(rows(dialsUntil(NEW_YORK_OPENS, NEW_YORK_OPENS.plusSeconds(1))))
        .containsExactly(1L, 2L, 4L);
  }

  @Test
  void openZonesTakeTurns() {
    start(BATCH, hours(null), NEW_YORK_OPENS, NEW_YORK, NEW_YORK, BERLIN, BERLIN);

    assertThat(rows(dialsUntil(NEW_YORK_OPENS, NEW_YORK_OPENS.plusSeconds(1))))
        .containsExactly(1L, 3L, 2L, 4L);
  }

  @Test
  void aBatchThatWaitsKeepsNobodyElseWaiting() {
    BatchId other = BatchId.ofToken("c");
    start(BATCH, hours(NEW_YORK), NOON, (String) null);
    start(other, null, NOON, (String) null);

    assertThat(dialsUntil(NOON, NOON.plusSeconds(1)))
        .extracting(dial -> dial.attempt().call().batch())
        .containsExactly(other);
  }

  @Test
  void aCallbackKeepsItsTimeAndWaitsForTheHours() {
    Instant evening = Instant.parse("2026-07-15T23:30:00Z");
    start(BATCH, hours(NEW_YORK), evening, (String) null);
    DialRequest first = lane.tickAt(evening).getFirst();

    Decisions decisions =
        lane.take(
            new CallEvent.Ended(first.attempt(), evening, Outcome.BUSY, null, null, null), evening);

    assertThat(decisions.events())
        .extracting(event -> ((CallbackScheduled) event).dueAt())
        .containsExactly(evening.plus(Duration.ofHours(2)));
    List<DialRequest> again = dialsUntil(evening, evening.plus(Duration.ofHours(14)));
    assertThat(again.getFirst().attempt().number()).isEqualTo(2);
    assertThat(again.getFirst().slotAt())
        .isBetween(Instant.parse("2026-07-16T13:00:00Z"), Instant.parse("2026-07-16T13:00:01Z"));
  }

  @Test
  void whatLostItsSlotIsJudgedAgainAndKeepsItsAttempt() {
    Instant late = NEW_YORK_CLOSES.minusSeconds(2);
    start(BATCH, hours(NEW_YORK), late, (String) null);
    DialRequest first = lane.tickAt(late).getFirst();
    lane.take(TestLane.undialed(first, null, Cause.LATE), NEW_YORK_CLOSES);

    List<DialRequest> again = dialsUntil(NEW_YORK_CLOSES, late.plus(Duration.ofHours(14)));

    assertThat(again.getFirst().attempt()).isEqualTo(first.attempt());
    assertThat(again.getFirst().slotAt()).isAfter(Instant.parse("2026-07-16T13:00:00Z"));
  }

  @Test
  void whoCanNeverBeCalledIsSkippedAndTheOthersAreDialed() {
    start(BATCH, hours(null), NOON, "", BERLIN, "America/New_York,Asia/Tokyo");
    List<DialRequest> dials = new ArrayList<>();
    List<CallEvent.Decision> decisions = new ArrayList<>();
    for (int act = 0; act < 5; act++) {
      Decisions decided = lane.tick(NOON.plusMillis(50L * act));
      dials.addAll(decided.requests());
      decisions.addAll(decided.events());
    }

    assertThat(rows(dials)).containsExactly(2L);
    assertThat(decisions)
        .extracting(event -> (CallSettled) event)
        .extracting(end -> end.call().row() + " " + end.attempts() + " " + end.skipped())
        .containsExactly("1 0 unknown_timezone", "3 0 no_common_hours");
    lane.take(TestLane.ended(dials.getFirst(), NOON), NOON.plusSeconds(1));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  /**
   * Fourteen days without an hour, as they are looked for, say nothing of one that is due later.
   */
  @Test
  void aCallbackThatIsDueLaterIsNotSkippedWithARowOfNow() {
    CallingHours closed =
        new CallingHours(
            List.of(new DailyWindow(9 * 60, 20 * 60)),
            null,
            NEW_YORK,
            List.of(
                new ClosedDates(
                    "holidays", LocalDate.parse("2026-07-16"), LocalDate.parse("2026-08-01"))),
            null);
    Instant day = Instant.parse("2026-07-15T20:00:00Z");
    lane.share = new LaneShare(10, 1);
    start(BATCH, closed, Duration.ofDays(20), day, null, null);
    DialRequest first = lane.tickAt(day).getFirst();
    lane.take(new CallEvent.Ended(first.attempt(), day, Outcome.BUSY, null, null, null), day);

    Instant closedDay = Instant.parse("2026-07-16T12:00:00Z");
    List<DialRequest> dials = dialsUntil(closedDay, day.plus(Duration.ofDays(21)));

    assertThat(dials)
        .filteredOn(dial -> dial.attempt().call().equals(first.attempt().call()))
        .extracting(dial -> dial.attempt().number())
        .containsExactly(2);
  }

  @Test
  void manyThatAreSkippedTakeManyTicks() {
    String[] unknown = new String[1_200];
    Arrays.fill(unknown, "");
    start(BATCH, hours(null), NOON, unknown);
    lane.tick(NOON);

    assertThat(lane.tick(NOON).events()).hasSize(500);
    assertThat(lane.nextAct(NOON).orElseThrow()).isBeforeOrEqualTo(NOON);
    lane.tick(NOON);
    lane.tick(NOON);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void anotherInstanceGoesOnWithEachZone() {
    start(BATCH, hours(null), NOON, NEW_YORK, BERLIN, NEW_YORK, BERLIN, "");
    dialsUntil(NOON, NOON.plusMillis(50));
    lane.book = lane.store.book();

    assertThat(rows(dialsUntil(NEW_YORK_OPENS, NEW_YORK_OPENS.plusSeconds(1))))
        .containsExactly(1L, 3L);
  }
}
