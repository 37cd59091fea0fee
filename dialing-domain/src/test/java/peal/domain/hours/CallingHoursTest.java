package peal.domain.hours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallingHoursTest {
  private static final LocalDate CHRISTMAS = LocalDate.of(2026, 12, 25);

  /** Windows as {@code 09:00-20:00}, several with blanks between; perhaps days and Christmas. */
  private static CallingHours hours(String windows, String days, boolean christmas) {
    List<DailyWindow> spans =
        Arrays.stream(windows.split(" "))
            .map(span -> new DailyWindow(minute(span, 0), minute(span, 6)))
            .toList();
    Set<DayOfWeek> on =
        days == null
            ? Set.of()
            : EnumSet.range(
                DayOfWeek.of(Character.digit(days.charAt(0), 10)),
                DayOfWeek.of(Character.digit(days.charAt(days.length() - 1), 10)));
    List<ClosedDates> closed =
        christmas ? List.of(new ClosedDates("Christmas", CHRISTMAS, CHRISTMAS)) : List.of();
    return new CallingHours(spans, on, null, closed, null);
  }

  private static int minute(String span, int at) {
    return Integer.parseInt(span.substring(at, at + 2)) * 60
        + Integer.parseInt(span.substring(at + 3, at + 5));
  }

  private static String said(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Go go -> "go " + go.closesAt();
      case Verdict.WaitUntil wait -> "wait " + wait.at();
      case Verdict.Refuse refuse -> "refuse " + refuse.why();
    };
  }

  /** Computed apart from this code, with tzdata 2026a; days are weekdays from 1 for Monday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A code of Florida that has both Eastern and Central.
        "America/Chicago,America/New_York | 09:00-20:00 | | false | 2026-07-15T13:30:00Z"
            + " | wait 2026-07-15T14:00:00Z",
        "America/Chicago,America/New_York | 09:00-20:00 | | false | 2026-07-15T23:59:59.700Z"
            + " | go 2026-07-16T00:00:00Z",
        "America/Chicago,America/New_York | 09:00-20:00 | | false | 2026-07-15T23:59:59.900Z"
            + " | wait 2026-07-16T14:00:00Z",
        "America/New_York | 08:00-21:00 | | false | 2026-07-15T01:30:00Z"
            + " | wait 2026-07-15T12:00:00Z",
        // Arizona and the Navajo Nation, which alone has summer time.
        "America/Denver,America/Phoenix | 08:00-21:00 | | false | 2026-07-15T14:30:00Z"
            + " | wait 2026-07-15T15:00:00Z",
        "America/Denver,America/Phoenix | 08:00-21:00 | | false | 2026-01-15T15:00:00Z"
            + " | go 2026-01-16T04:00:00Z",
        "Europe/London | 09:00-20:00 | | false | 2026-07-15T07:59:59Z"
            + " | wait 2026-07-15T08:00:00Z",
        // A Russian mobile: from Kaliningrad to Kamchatka.
        "Asia/Kamchatka,Europe/Kaliningrad | 09:00-20:00 | | false | 2026-07-15T00:00:00Z"
            + " | wait 2026-07-15T07:00:00Z",
        "Asia/Kamchatka,Europe/Kaliningrad | 10:00-18:00 | | false | 2026-07-15T00:00:00Z"
            + " | refuse no_common_hours",
        "America/Denver | 09:00-20:00 | | false | 2026-07-15T14:30:00Z"
            + " | wait 2026-07-15T15:00:00Z",
        "America/Chicago,America/New_York | 09:00-17:00 | 1-5 | false | 2026-07-17T21:00:00Z"
            + " | wait 2026-07-20T14:00:00Z",
        // A start in the gap; in the overlap; an end in it.
        "America/New_York | 02:30-05:00 | | false | 2026-03-08T06:59:59Z"
            + " | wait 2026-03-08T07:00:00Z",
        "America/New_York | 01:30-03:00 | | false | 2026-11-01T05:30:00Z"
            + " | wait 2026-11-01T06:30:00Z",
        "America/New_York | 00:00-01:30 | | false | 2026-11-01T06:10:00Z"
            + " | wait 2026-11-02T05:00:00Z",
        "America/New_York | 09:00-20:00 | | false | 2026-10-31T12:00:00Z"
            + " | wait 2026-10-31T13:00:00Z",
        "America/New_York | 09:00-20:00 | | false | 2026-11-01T12:00:00Z"
            + " | wait 2026-11-01T14:00:00Z",
        // The night that begins on Friday.
        "Europe/Berlin | 22:00-06:00 | 5 | false | 2026-07-18T03:59:59Z"
            + " | go 2026-07-18T04:00:00Z",
        "Europe/Berlin | 22:00-06:00 | 5 | false | 2026-07-19T02:00:00Z"
            + " | wait 2026-07-24T20:00:00Z",
        "America/New_York | 09:00-20:00 | | true | 2026-12-25T15:00:00Z"
            + " | wait 2026-12-26T14:00:00Z",
        "Europe/Berlin | 22:00-06:00 | | true | 2026-12-24T23:00:00Z"
            + " | wait 2026-12-25T23:00:00Z",
        // A callback that falls due in the night is called in the morning.
        "America/New_York | 09:00-20:00 | | false | 2026-07-16T01:30:00Z"
            + " | wait 2026-07-16T13:00:00Z",
        // Windows that touch are one.
        "Europe/London | 09:00-12:00 12:00-20:00 | | false | 2026-07-15T10:59:59.900Z"
            + " | go 2026-07-15T19:00:00Z",
        "'' | 09:00-20:00 | | false | 2026-07-15T13:30:00Z | refuse unknown_timezone",
        "Mars/Olympus | 09:00-20:00 | | false | 2026-07-15T13:30:00Z | refuse unknown_timezone",
      })
  void theyAreOpenClosedOrRefused(
      String zones, String windows, String days, boolean christmas, Instant at, String expected) {
    assertThat(said(hours(windows, days, christmas).judge(zones, at))).isEqualTo(expected);
  }

  @Test
  void anUnknownZoneMayBeNamed() {
    CallingHours hours =
        new CallingHours(
            List.of(new DailyWindow(540, 1200)), null, null, null, "America/Los_Angeles");

    assertThat(said(hours.judge("", Instant.parse("2026-07-15T15:00:00Z"))))
        .isEqualTo("wait 2026-07-15T16:00:00Z");
  }

  @Test
  void aZoneOfTheBatchCountsForEveryRow() {
    CallingHours hours =
        new CallingHours(List.of(new DailyWindow(540, 1200)), null, "Europe/Berlin", null, null);

    assertThat(said(hours.judge("America/New_York", Instant.parse("2026-07-15T06:00:00Z"))))
        .isEqualTo("wait 2026-07-15T07:00:00Z");
  }

  @Test
  void hoursAroundTheClockAreAlwaysOpen() {
    CallingHours hours = hours("00:00-24:00", null, false);

    assertThat(hours.judge("Europe/Berlin", Instant.parse("2026-10-25T00:59:59.950Z")))
        .isInstanceOf(Verdict.Go.class);
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    assertThatThrownBy(() -> new DailyWindow(540, 540)).hasMessageContaining("start and end");
    assertThatThrownBy(() -> new DailyWindow(1440, 60)).hasMessageContaining("start");
    assertThatThrownBy(() -> new DailyWindow(0, 1441)).hasMessageContaining("end");
    assertThatThrownBy(() -> new ClosedDates(null, CHRISTMAS, CHRISTMAS.minusDays(1)))
        .hasMessageContaining("endDate");
    assertThatThrownBy(() -> new CallingHours(List.of(), null, null, null, null))
        .hasMessageContaining("windows");
    List<DailyWindow> one = List.of(new DailyWindow(0, 1));
    assertThatThrownBy(() -> new CallingHours(one, null, "+02:00", null, null))
        .hasMessageContaining("timezone");
    assertThatThrownBy(() -> new CallingHours(one, null, null, null, "Berlin"))
        .hasMessageContaining("unknownTimezone");
  }
}
