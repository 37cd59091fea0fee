package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.BATCH;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallQueued;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;

/** A batch has one plan, however many queues its zones make. */
class PlansWithinHoursTest {
  private static final String NEW_YORK = "America/New_York";
  private static final String BERLIN = "Europe/Berlin";
  private static final Instant NOON = Instant.parse("2026-07-15T12:00:00Z");
  private static final Instant BOTH_OPEN = Instant.parse("2026-07-15T13:00:00Z");
  private static final Instant BERLIN_CLOSES = Instant.parse("2026-07-15T18:00:00Z");

  private final TestLane lane = new TestLane();

  @Test
  void itsPaceIsThatOfAllItsZones() {
    lane.share = new LaneShare(100, 1_000);
    start(new BatchPlan(null, 2.0, null, null, null, null), BOTH_OPEN, 40);

    List<DialRequest> dials = dials(BOTH_OPEN, 10, true);

    assertThat(dials).hasSizeBetween(19, 21);
    for (int i = 1; i < dials.size(); i++) {
      assertThat(Duration.between(dials.get(i - 1).slotAt(), dials.get(i).slotAt()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void itsCallsAtOnceAreThoseOfAllItsZonesAndWhatIsHeldBackIsNone() {
    lane.share = new LaneShare(100, 1_000);
    start(new BatchPlan(null, null, 3, null, null, null), BOTH_OPEN, 40);
    List<DialRequest> dials = dials(BOTH_OPEN, 2, false);
    assertThat(dials).hasSize(3);
    assertThat(lane.book.out(BATCH)).isEqualTo(3);

    Instant later = BOTH_OPEN.plusSeconds(2);
    lane.take(TestLane.undialed(dials.get(0), null, Cause.LATE), later);
    lane.take(TestLane.undialed(dials.get(1), null, Cause.LATE), later);

    assertThat(lane.book.out(BATCH)).isEqualTo(1);
    assertThat(dials(later, 2, false)).hasSize(2);
    assertThat(lane.book.out(BATCH)).isEqualTo(3);
  }

  @Test
  void itsEndComesForRowsWhoseHoursDoNotOpenBefore() {
    Instant end = NOON.plusSeconds(600);
    start(ending(end), NOON, 40);

    assertThat(dials(NOON, 30, true))
        .hasSize(20)
        .allMatch(dial -> dial.attempt().call().row() % 2 == 0);
    assertThat(lane.nextAct(NOON.plusSeconds(30))).contains(end);
    assertThat(lane.tick(end).events())
        .containsExactly(new BatchStopped(BATCH, end, List.of(), BatchStopped.Why.ENDED));
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void anEndThatIsMovedPastTheOpeningLetsThemRing() {
    start(ending(NOON.plusSeconds(600)), NOON, 4);
    dials(NOON, 5, true);

    change(2, ending(BOTH_OPEN.plusSeconds(600)), NOON.plusSeconds(5));

    lane.tick(NOON.plusSeconds(5));
    assertThat(lane.nextAct(NOON.plusSeconds(5))).contains(BOTH_OPEN);
    assertThat(dials(BOTH_OPEN, 5, true)).hasSize(2);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void aDialMustBeMadeBeforeTheFirstOfItsEndAndItsClose() {
    Instant late = BERLIN_CLOSES.minusSeconds(1);
    Instant end = BERLIN_CLOSES.plusMillis(200);
    start(ending(end), late, 40);

    List<DialRequest> dials = dials(late, 3, true);

    assertThat(dials).anyMatch(dial -> dial.dialBy().equals(BERLIN_CLOSES));
    assertThat(dials).anyMatch(dial -> dial.dialBy().equals(end));
    assertThat(dials)
        .allMatch(dial ->
            dial.dialBy().equals(dial.attempt().call().row() % 2 == 0 ? BERLIN_CLOSES : end));
  }

  @Test
  void aStartThatIsMovedIsJudgedByTheHoursOfThatTime() {
    CallingHours closed =
        hours(List.of(new ClosedDates(null, LocalDate.of(2026, 7, 1), LocalDate.of(2026, 7, 31))));
    start(BatchPlan.USUAL, closed, NOON, 1_200);
    lane.tick(NOON);
    List<CallEvent.Decision> skipped = lane.tick(NOON).events();
    assertThat(skipped)
        .hasSize(500)
        .allMatch(event -> CallingHours.NO_COMMON_HOURS.equals(((CallSettled) event).skipped()));

    Instant start = Instant.parse("2026-08-03T08:00:00Z");
    change(2, new BatchPlan(null, null, null, start, null, null), NOON);

    assertThat(lane.tick(NOON).events()).isEmpty();
    assertThat(lane.nextAct(NOON)).contains(start);
    assertThat(dials(start, 1, true)).isNotEmpty();
  }

  private static BatchPlan ending(Instant at) {
    return new BatchPlan(null, null, null, null, at, null);
  }

  private static CallingHours hours(List<ClosedDates> closed) {
    return new CallingHours(List.of(new DailyWindow(9 * 60, 20 * 60)), null, null, closed, null);
  }

  private void start(BatchPlan plan, Instant now, int rows) {
    start(plan, hours(List.of()), now, rows);
  }

  /** Rows with odd numbers ring in New York, the others in Berlin. */
  private void start(BatchPlan plan, CallingHours hours, Instant now, int rows) {
    lane.take(
        new BatchOpened(
            BATCH,
            now,
            null,
            LaneLife.agent(),
            rows,
            rows,
            now.plusSeconds(900),
            false,
            null,
            plan,
            hours,
            null,
            null),
        now);
    for (int row = 1; row <= rows; row++) {
      String zone = row % 2 == 0 ? BERLIN : NEW_YORK;
      CallId call = CallId.ofRow(BATCH, 0, row);
      PhoneNumber number = new PhoneNumber("+1555000" + (1_000 + row));
      lane.take(new CallQueued(call, now, number, Map.of(), zone, null), now);
    }
    lane.take(new BatchSealed(BATCH, now, rows), now);
  }

  private void change(int revision, BatchPlan plan, Instant now) {
    PlanRevision change = new PlanRevision(revision, now, "key_1", plan);
    lane.take(new BatchChanged(BATCH, now, change), now);
  }

  /** Who is dialed in some seconds; a lane that sleeps is not woken. */
  private List<DialRequest> dials(Instant from, int seconds, boolean end) {
    List<DialRequest> dials = new ArrayList<>();
    for (int tick = 0; tick < seconds * 20; tick++) {
      Instant now = from.plusMillis(50L * tick);
      if (lane.nextAct(now).filter(next -> !next.isAfter(now)).isEmpty()) {
        continue;
      }
      for (DialRequest dial : lane.tickAt(now).stream().filter(TestLane::dials).toList()) {
        dials.add(dial);
        if (end) {
          lane.take(TestLane.ended(dial, now), now);
        }
      }
    }
    return dials;
  }
}
