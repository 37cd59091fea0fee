package peal.domain.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import peal.domain.Outcome;

/**
 * What would become of a batch, did nothing else go on in its workspace.
 *
 * @param whole whether it was followed to its end, not only as far as a forecast may go
 * @param begin from when on it was followed
 * @param finish when the last call ended or was skipped; where it is not whole, how far it came
 * @param firstDial when the first phone rang; null for none
 * @param attempts dials
 * @param ended calls that ended, by how their last attempt did
 * @param skipped calls that a rule refused, by the rule
 * @param cutOff calls that waited when the end of the batch came
 * @param cutOffDialed how many of those had been dialed before
 * @param left calls that were left where the forecast is not whole
 * @param peak attempts that were out at once at most
 * @param perHour dials in each hour that has any, by its beginning in UTC
 * @param waits what dials waited for; a dial may have waited for several things
 * @param bottleneck what held up the batch for the longest time; null where nothing did
 * @param zones where its calls rang, by how many there were
 * @param first the first rows
 */
public record Forecast(
    boolean whole,
    Instant begin,
    Instant finish,
    Instant firstDial,
    long attempts,
    Map<Outcome, Long> ended,
    SortedMap<String, Long> skipped,
    long cutOff,
    long cutOffDialed,
    long left,
    int peak,
    SortedMap<Instant, Long> perHour,
    Map<Wait, Waited> waits,
    Wait bottleneck,
    List<Zone> zones,
    List<Row> first) {
  /** Rows of which it is told when each is dialed. */
  public static final int ROWS = 100;

  /**
   * Dials that waited for the same thing.
   *
   * @param dials how many
   * @param average how long on average
   * @param longest how long at most
   */
  public record Waited(long dials, Duration average, Duration longest) {}

  /**
   * Calls that ring in the same zones.
   *
   * @param zones as {@link peal.domain.hours.CallingHours#written} has them; empty where they are
   *     unknown, null where nobody asks
   * @param rows how many there are
   * @param opensAt when they may be dialed first; null where no rule lets them
   * @param firstDial when the first was dialed; null for none
   * @param refusal why none of them is dialed; null where that is not so
   */
  public record Zone(String zones, long rows, Instant opensAt, Instant firstDial, String refusal) {}

  /**
   * One of the first rows.
   *
   * @param zones as those of {@link Zone}
   * @param firstDial when it is dialed first; null for never
   * @param held what kept it from being dialed before; null for nothing
   * @param refusal why it is not dialed, where it is not
   */
  public record Row(String zones, Instant firstDial, Optional<Wait> held, String refusal) {}
}
