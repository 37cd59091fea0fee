package peal.domain.forecast;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.LaneShare;

/**
 * Follows a batch on a virtual clock until its last call has ended. What decides is {@link
 * peal.domain.dispatch.LaneTick} and {@link peal.domain.dispatch.Dispatch}, as for a batch that is
 * started; its lanes have nothing else to do. Used by one thread.
 */
public final class Forecasting {
  /** Things that happen in a forecast at most. */
  public static final long MOST_STEPS = 4_000_000;

  /** Whether it goes on is asked so seldom, for it may cost a look at a clock. */
  private static final int BETWEEN_QUESTIONS = 64;

  private final long mostSteps;
  private final BooleanSupplier goesOn;
  private int asked;

  /**
   * Forecasts of at most {@link #MOST_STEPS}: dials, ends of calls, and looks at a lane. One may
   * cost much more than another.
   *
   * @param goesOn whether there is time for more; once it says no, a forecast ends as far as it is
   */
  public Forecasting(BooleanSupplier goesOn) {
    this(MOST_STEPS, goesOn);
  }

  /** As the other, of at most {@code mostSteps}. */
  public Forecasting(long mostSteps, BooleanSupplier goesOn) {
    this.mostSteps = mostSteps;
    this.goesOn = goesOn;
  }

  private boolean goesOn() {
    return ++asked % BETWEEN_QUESTIONS != 0 || goesOn.getAsBoolean();
  }

  /**
   * What would become of {@code rows}.
   *
   * @param terms what would be agreed; of how many rows each lane has, {@code rows} tell
   * @param begin when it would be started, ms precision
   */
  public Forecast of(
      Workspace workspace, BatchTerms terms, ForecastRows rows, Assumption assumed, Instant begin) {
    List<LaneShare> shares =
        IntStream.range(0, rows.lanes())
            .mapToObj(index ->
                LaneShare.of(
                    workspace.limits(), new Lane(workspace.id(), index), workspace.lanes()))
            .toList();
    int size = Bundles.sizeFor(rows, shares, ForecastLane.planOf(terms));
    Bundles bundles = new Bundles(rows, size);
    Figures figures = new Figures(begin, rows, bundles);
    List<ForecastLane> lanes =
        IntStream.range(0, rows.lanes())
            .filter(index -> !rows.of(index).isEmpty())
            .mapToObj(index ->
                new ForecastLane(
                    begin,
                    new Lane(workspace.id(), index),
                    terms,
                    shares.get(index),
                    assumed,
                    bundles,
                    figures))
            .toList();
    long now = begin.toEpochMilli();
    for (long steps = 0; steps < mostSteps && goesOn(); steps++) {
      ForecastLane next = first(lanes);
      if (next == null || next.next() == Long.MAX_VALUE) {
        return forecast(figures, true, now, terms, begin);
      }
      now = next.next();
      next.step(this::goesOn);
    }
    return forecast(figures, false, now, terms, begin);
  }

  private static Forecast forecast(
      Figures figures, boolean whole, long now, BatchTerms terms, Instant begin) {
    return figures.forecast(whole, now, terms.hours(), ForecastLane.startOf(terms, begin));
  }

  private static ForecastLane first(List<ForecastLane> lanes) {
    ForecastLane first = null;
    for (ForecastLane lane : lanes) {
      if (first == null || lane.next() < first.next()) {
        first = lane;
      }
    }
    return first;
  }
}
