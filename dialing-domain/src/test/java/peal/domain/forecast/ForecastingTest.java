package peal.domain.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.CallingAgent;
import peal.domain.Limits;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.StopWhen;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.BatchTerms;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;

class ForecastingTest {
  private static final Instant BEGIN = Instant.parse("2026-07-15T12:30:00Z");
  private static final CallingAgent AGENT =
      new CallingAgent(
          "a",
          "A",
          "m",
          "p",
          "v",
          "en",
          "Hi",
          null,
          Map.of(),
          new PhoneNumber("+15550001111"),
          600);
  private static final CallingHours NINE_TO_FIVE =
      new CallingHours(List.of(new DailyWindow(9 * 60, 17 * 60)), null, null, null, null);
  private static final Assumption ALL_ANSWER =
      new Assumption(Map.of(Outcome.ANSWERED, 1.0), Duration.ofSeconds(10), Duration.ofSeconds(50));
  private static final Assumption ALL_BUSY =
      new Assumption(Map.of(Outcome.BUSY, 1.0), Duration.ofSeconds(10), Duration.ZERO);

  private static final Forecasting FORECASTING = new Forecasting(() -> true);

  private Instant endAt;
  private RetryPlan callbacks;
  private CallingHours hours;
  private Integer maxConcurrency;
  private CallLimits callLimits;
  private StopWhen stopWhen;

  private Forecast of(ForecastRows rows, Limits limits, Assumption assumed, Forecasting how) {
    Workspace workspace =
        new Workspace(new WorkspaceId("ws"), "W", rows.lanes(), limits, null, null, BEGIN);
    BatchTerms terms =
        new BatchTerms(
            BatchId.ofToken("b"),
            AGENT,
            rows.size(),
            BEGIN,
            null,
            callbacks,
            false,
            null,
            hours,
            null,
            maxConcurrency,
            endAt,
            null,
            callLimits,
            stopWhen);
    return how.of(workspace, terms, rows, assumed, BEGIN);
  }

  private static ForecastRows rows(int lanes, int size, String zones) {
    ForecastRows rows = new ForecastRows(lanes);
    for (int row = 0; row < size; row++) {
      rows.add(row % lanes, zones);
    }
    return rows;
  }

  @Test
  void retriesWaitForTheLimitOfTheirNumber() {
    callLimits = new CallLimits(List.of(new CallLimit(1, 24, null, null, null)), 0);
    callbacks = RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(1)));

    Forecast forecast = of(rows(1, 5, null), new Limits(10, 10, 100), ALL_BUSY, FORECASTING);

    assertThat(forecast.attempts()).isEqualTo(10);
    assertThat(forecast.finish())
        .isBetween(BEGIN.plus(Duration.ofHours(24)), BEGIN.plus(Duration.ofHours(25)));
  }

  @Test
  void aBatchThatWouldPauseItselfIsFollowedToItsEnd() {
    stopWhen = new StopWhen(0.05, 600, StopWhen.FEWEST);
    Assumption failing =
        new Assumption(
            Map.of(Outcome.CARRIER_ERROR, 1.0), Duration.ofSeconds(10), Duration.ofSeconds(50));

    Forecast forecast = of(rows(1, 50, null), new Limits(10, 10, 100), failing, FORECASTING);

    assertThat(forecast.attempts()).isEqualTo(50);
  }

  @Test
  void rowsWaitForTheirHoursAndAreRefusedWhereThereAreNone() {
    hours = NINE_TO_FIVE;
    ForecastRows rows = new ForecastRows(1);
    rows.add(0, "America/New_York");
    rows.add(0, "America/Chicago");
    rows.add(0, "");

    Forecast forecast = of(rows, new Limits(10, 10, 100), ALL_ANSWER, FORECASTING);

    assertThat(forecast.attempts()).isEqualTo(2);
    assertThat(forecast.skipped()).containsExactly(Map.entry("unknown_timezone", 1L));
    assertThat(forecast.first())
        .extracting(
            row -> row.firstDial() == null ? null : row.firstDial().toString().substring(0, 16))
        .containsExactly("2026-07-15T13:00", "2026-07-15T14:00", null);
    assertThat(forecast.first().get(0).held()).isEqualTo(Optional.of(Wait.HOURS));
    assertThat(forecast.first().get(2).refusal()).isEqualTo("unknown_timezone");
    assertThat(forecast.zones())
        .extracting(Forecast.Zone::opensAt)
        .containsExactlyInAnyOrder(
            Instant.parse("2026-07-15T13:00:00Z"), Instant.parse("2026-07-15T14:00:00Z"), null);
    assertThat(forecast.waits().get(Wait.HOURS).longest()).isEqualTo(Duration.ofMinutes(90));
    assertThat(forecast.bottleneck()).isEqualTo(Wait.HOURS);
    assertThat(forecast.perHour().keySet())
        .containsExactly(
            Instant.parse("2026-07-15T13:00:00Z"), Instant.parse("2026-07-15T14:00:00Z"));
  }

  @Test
  void whatLimitsABatchIsNamed() {
    Forecast paced = of(rows(1, 600, null), new Limits(1, 500, 999), ALL_ANSWER, FORECASTING);
    Forecast crowded = of(rows(1, 600, null), new Limits(50, 5, 999), ALL_ANSWER, FORECASTING);

    assertThat(paced.bottleneck()).isEqualTo(Wait.PACE);
    assertThat(Duration.between(BEGIN, paced.finish()))
        .isBetween(Duration.ofSeconds(655), Duration.ofSeconds(670));
    assertThat(crowded.bottleneck()).isEqualTo(Wait.CONCURRENCY);
    assertThat(crowded.peak()).isEqualTo(5);
    assertThat(Duration.between(BEGIN, crowded.finish()))
        .isBetween(Duration.ofSeconds(7_150), Duration.ofSeconds(7_300));
  }

  @Test
  void theEndCutsOffWhatWaits() {
    endAt = BEGIN.plusSeconds(30);
    callbacks = RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(5)));

    Forecast forecast = of(rows(1, 100, null), new Limits(1, 50, 999), ALL_BUSY, FORECASTING);

    assertThat(forecast.attempts()).isBetween(28L, 31L);
    assertThat(forecast.cutOff() + forecast.ended().getOrDefault(Outcome.BUSY, 0L)).isEqualTo(100);
    assertThat(forecast.cutOffDialed()).isBetween(15L, 21L);
    assertThat(forecast.first().getLast().refusal()).isEqualTo("ended");
  }

  @Test
  void lanesShareOneClock() {
    Forecast forecast = of(rows(4, 400, null), new Limits(4, 400, 999), ALL_ANSWER, FORECASTING);

    assertThat(forecast.attempts()).isEqualTo(400);
    assertThat(forecast.peak()).isBetween(236, 244);
    assertThat(Duration.between(BEGIN, forecast.finish()))
        .isBetween(Duration.ofSeconds(158), Duration.ofSeconds(163));
  }

  @Test
  void aForecastThatIsTooLongEndsAndSaysSo() {
    Forecast forecast =
        of(
            rows(1, 1_000, null),
            new Limits(1, 500, 999),
            ALL_ANSWER,
            new Forecasting(300, () -> true));

    assertThat(forecast.whole()).isFalse();
    assertThat(forecast.attempts()).isBetween(50L, 299L);
    assertThat(forecast.left()).isEqualTo(1_000 - forecast.ended().get(Outcome.ANSWERED));
  }

  @Test
  void aForecastThatHasNoTimeLeftEndsAndSaysSo() {
    int[] asked = {0};

    Forecast forecast =
        of(
            rows(1, 10_000, null),
            new Limits(100, 500, 999),
            ALL_ANSWER,
            new Forecasting(() -> ++asked[0] < 20));

    assertThat(forecast.whole()).isFalse();
    assertThat(forecast.attempts()).isBetween(100L, 2_000L);
  }

  /** Calls that are as long as calls may be, in bundles whose share of calls is rounded up. */
  @Test
  void theLongestCallsEndInBundlesToo() {
    maxConcurrency = 201;
    Assumption longest =
        new Assumption(Map.of(Outcome.ANSWERED, 1.0), Duration.ZERO, Duration.ofSeconds(700));

    Forecast forecast =
        of(rows(2, 55_000, null), new Limits(100, 1_000, 99_999), longest, FORECASTING);

    assertThat(forecast.whole()).isTrue();
    assertThat(forecast.attempts()).isEqualTo(55_000);
  }

  /** Hours that never close are told of some days at a time. */
  @Test
  void nobodyWaitsForHoursThatNeverClose() {
    hours = new CallingHours(List.of(new DailyWindow(0, 1_440)), null, null, null, null);

    Forecast forecast =
        of(
            rows(1, 4_000, "America/New_York"),
            new Limits(0.01, 10, 9_999),
            ALL_ANSWER,
            FORECASTING);

    assertThat(forecast.waits()).doesNotContainKey(Wait.HOURS);
    assertThat(forecast.bottleneck()).isEqualTo(Wait.PACE);
  }

  /** A night that comes before their turn is none that they waited for. */
  @Test
  void whoIsNotReachedInTimeWaitsForThePace() {
    hours = NINE_TO_FIVE;

    Forecast forecast =
        of(rows(1, 700, "America/New_York"), new Limits(0.01, 10, 999), ALL_ANSWER, FORECASTING);

    assertThat(forecast.waits().get(Wait.HOURS).longest()).isEqualTo(Duration.ofMinutes(30));
    assertThat(forecast.waits().get(Wait.PACE).average()).isGreaterThan(Duration.ofHours(12));
    assertThat(forecast.bottleneck()).isEqualTo(Wait.HOURS);
  }

  @Test
  void whoIsRefusedAfterADialHasEndedAsThatDid() {
    hours =
        new CallingHours(
            List.of(new DailyWindow(9 * 60, 9 * 60 + 1)),
            null,
            null,
            List.of(new ClosedDates(null, LocalDate.of(2026, 7, 16), LocalDate.of(2026, 8, 16))),
            null);
    callbacks = RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(5)));

    Forecast forecast =
        of(rows(1, 1, "America/New_York"), new Limits(10, 10, 100), ALL_BUSY, FORECASTING);

    assertThat(forecast.skipped()).isEmpty();
    assertThat(forecast.ended()).containsExactly(Map.entry(Outcome.BUSY, 1L));
  }

  @Test
  void outcomesComeAboutAsOftenAsIsAssumed() {
    long[] answered = new long[2];
    for (int row = 0; row < 1_000; row++) {
      boolean first = Assumption.USUAL.outcome(row, 1) == Outcome.ANSWERED;
      answered[0] += first ? 1 : 0;
      answered[1] += first && Assumption.USUAL.outcome(row, 2) == Outcome.ANSWERED ? 1 : 0;
    }

    assertThat(answered[0]).isBetween(390L, 410L);
    // What an attempt comes to does not follow from the one before.
    assertThat(answered[1]).isBetween(145L, 175L);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(
            () -> new Assumption(Map.of(Outcome.BUSY, 0.0), Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("outcomes");
    assertThatThrownBy(
            () -> new Assumption(Map.of(Outcome.BUSY, 1.0), Duration.ZERO, Duration.ofDays(2)))
        .hasMessageContaining("talkSeconds must be 0-86400");
  }
}
