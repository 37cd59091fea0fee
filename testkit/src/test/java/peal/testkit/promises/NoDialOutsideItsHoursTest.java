package peal.testkit.promises;

import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;

/** Calls of the scene ring on Monday, 2 March 2026, from 09:00:00.2 UTC on. */
class NoDialOutsideItsHoursTest {
  private final Promise promise = new NoDialOutsideItsHours();

  private static CallingHours hours(int start, int end, String timezone) {
    return new CallingHours(List.of(new DailyWindow(start, end)), null, timezone, null, null);
  }

  @Test
  void withoutHoursThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(3));
    Expect.notTried(promise, Scene.of(3).within(hours(0, 1440, "UTC")).withoutLedger());
  }

  @Test
  void ringsWithinTheHoursOfTheBatchKeepIt() {
    Expect.kept(promise, Scene.of(3).within(hours(540, 541, "UTC")));
    Expect.kept(promise, Scene.of(3).within(hours(600, 601, "Europe/Berlin")));
    Expect.kept(promise, Scene.of(3).within(hours(1320, 541, "UTC")));
  }

  @Test
  void oneOutsideThemBreaksIt() {
    Expect.broken(promise, Scene.of(3).within(hours(541, 600, "UTC")), "outside its hours");
    Expect.broken(promise, Scene.of(3).within(hours(540, 541, "Europe/Berlin")), "call_b-0-1#1");
    CallingHours sundays =
        new CallingHours(
            List.of(new DailyWindow(540, 541)), Set.of(DayOfWeek.SUNDAY), "UTC", null, null);
    Expect.broken(promise, Scene.of(3).within(sundays), "outside its hours");
    CallingHours holiday =
        new CallingHours(
            List.of(new DailyWindow(540, 541)),
            null,
            "UTC",
            List.of(
                new ClosedDates(
                    null,
                    Scene.T0.atZone(ZoneOffset.UTC).toLocalDate(),
                    Scene.T0.atZone(ZoneOffset.UTC).toLocalDate())),
            null);
    Expect.broken(promise, Scene.of(3).within(holiday), "outside its hours");
  }

  @Test
  void itMustBeOpenInEveryZoneOfARow() {
    Scene one = Scene.of(1).within(hours(540, 600, null));

    Expect.kept(promise, one.rings(1, "Europe/London"));
    Expect.broken(promise, one.rings(1, "Europe/Berlin,Europe/London"), "Europe/Berlin");
    Expect.broken(promise, one.rings(1, ""), "nobody knows in which time zone");
  }

  /** An order leaves before the phone rings, and it is the order that must be in time. */
  @Test
  void anOrderThatLeftInTimeKeepsIt() {
    CallingHours until = hours(480, 540, "UTC");

    Expect.broken(promise, Scene.of(1).within(until).sent(1, 200), "outside its hours");
    Expect.kept(promise, Scene.of(1).within(until).sent(1, -10));
  }
}
