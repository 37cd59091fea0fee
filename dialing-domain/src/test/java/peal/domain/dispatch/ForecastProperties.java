package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import peal.domain.BatchPlan;
import peal.domain.Limits;
import peal.domain.RetryPlan;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.forecast.Assumption;
import peal.domain.forecast.Forecast;
import peal.domain.forecast.ForecastRows;
import peal.domain.forecast.Forecasting;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;

/**
 * What is told of a batch before it is started is what becomes of it. The seeds are fixed: a run
 * whose last call is some ms late for a closing ends a night later, and that is no fault.
 */
class ForecastProperties {
  private static final Instant BEGIN = Instant.parse("2026-07-15T06:00:00Z");
  private static final List<String> ZONES =
      List.of(
          "America/New_York",
          "America/Los_Angeles",
          "Europe/Berlin",
          "Asia/Tokyo",
          "America/Chicago,America/New_York",
          "");

  @Property(tries = 40, seed = "20260715")
  void aForecastAndARunAgreeWithinOnePercent(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int rows,
      @ForAll @DoubleRange(min = 0.2, max = 50) double pace,
      @ForAll @IntRange(min = 1, max = 30) int open,
      @ForAll @IntRange(min = 2, max = 12) int hoursOpen,
      @ForAll boolean within,
      @ForAll @IntRange(min = 0, max = 3) int retries) {
    Random random = new Random(seed);
    CallingHours hours =
        within
            ? new CallingHours(
                List.of(new DailyWindow(9 * 60, (9 + hoursOpen) * 60)), null, null, null, null)
            : null;
    RetryPlan callbacks =
        retries == 0
            ? null
            : RetryPlan.smartCallback(
                retries,
                List.of(Duration.ofMinutes(2), Duration.ofMinutes(random.nextInt(1, 300))));
    BatchPlan plan =
        new BatchPlan(
            null,
            random.nextBoolean() ? pace / 2 : null,
            random.nextBoolean() ? Math.max(1, open / 2) : null,
            random.nextBoolean() ? BEGIN.plusSeconds(random.nextInt(40_000)) : null,
            random.nextInt(4) == 0 ? BEGIN.plusSeconds(50_000 + random.nextInt(200_000)) : null,
            callbacks);
    List<String> where = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      where.add(within ? ZONES.get(random.nextInt(ZONES.size())) : null);
    }

    agree(where, plan, hours, new LaneShare(pace, open), seed);
  }

  /** So many that rows go through the forecast together. */
  @Property(tries = 2, seed = "20260715")
  void theyAgreeOnManyRows(@ForAll long seed, @ForAll boolean crowded) {
    CallingHours hours =
        new CallingHours(List.of(new DailyWindow(9 * 60, 12 * 60)), null, null, null, null);
    RetryPlan callbacks = RetryPlan.smartCallback(2, List.of(Duration.ofHours(5)));
    BatchPlan plan = new BatchPlan(null, 24.0, crowded ? 400 : null, null, null, callbacks);
    List<String> where = new ArrayList<>();
    Random random = new Random(seed);
    for (int row = 0; row < 25_000; row++) {
      where.add(ZONES.get(random.nextInt(ZONES.size())));
    }

    agree(where, plan, hours, new LaneShare(30, 3_000), seed);
  }

  private static void agree(
      List<String> where, BatchPlan plan, CallingHours hours, LaneShare share, long seed) {
    Forecast forecast = forecast(where, plan, hours, share);
    VirtualRun run = new VirtualRun(Assumption.USUAL, share, seed, BEGIN);
    run.run(where, plan, hours);

    double took = Duration.between(BEGIN, run.finish).toMillis();
    assertThat(forecast.whole()).isTrue();
    assertThat((double) forecast.attempts())
        .isCloseTo(run.attempts, within(Math.max(0.01 * run.attempts, 0.5)));
    assertThat(forecast.skipped().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(run.skipped);
    assertThat(forecast.cutOff() > 0).isEqualTo(run.stopped);
    assertThat((double) Duration.between(BEGIN, forecast.finish()).toMillis())
        .isCloseTo(took, within(0.01 * took + 1_000));
    assertThat(
            forecast.ended().values().stream().mapToLong(Long::longValue).sum()
                + run.skipped
                + forecast.cutOff())
        .isEqualTo(where.size());
  }

  private static Forecast forecast(
      List<String> where, BatchPlan plan, CallingHours hours, LaneShare share) {
    ForecastRows rows = new ForecastRows(1);
    where.forEach(zones -> rows.add(0, zones));
    Workspace workspace =
        new Workspace(
            new WorkspaceId("ws"),
            "W",
            1,
            new Limits(share.callsPerSecond(), share.open(), 1_000),
            null,
            null,
            BEGIN);
    BatchTerms terms =
        new BatchTerms(
            VirtualRun.BATCH,
            LaneLife.agent(),
            where.size(),
            BEGIN.plusSeconds(900),
            plan.scheduledAt(),
            plan.callbacks(),
            false,
            plan.priority(),
            hours,
            plan.callsPerSecond(),
            plan.maxConcurrency(),
            plan.endAt());
    return new Forecasting(() -> true).of(workspace, terms, rows, Assumption.USUAL, BEGIN);
  }
}
