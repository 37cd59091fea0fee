package peal.domain.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import peal.domain.Outcome;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;

/** Counts what happens in a forecast, over all lanes. Times are ms since 1970. Not thread-safe. */
final class Figures {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Instant begin;
  private final Bundles bundles;
  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final First[] first;
  private final SortedMap<Long, long[]> perHour = new TreeMap<>();
  private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
  private final SortedMap<String, Long> skipped = new TreeMap<>();
  private final Map<Wait, Waits> waits = new EnumMap<>(Wait.class);

  /** For how long each thing held up the lanes, ms. */
  private final Map<Wait, Long> heldUp = new EnumMap<>(Wait.class);

  private long rows;
  private long firstDial = Long.MAX_VALUE;
  private long finish;
  private long attempts;
  private long over;
  private long cutOff;
  private long cutOffDialed;
  private int out;
  private int peak;

  private static final class Zone {
    private long rows;
    private long firstDial = Long.MAX_VALUE;
  }

  private static final class First {
    private String zones;
    private long dial = -1;
    private Wait held;
    private String refusal;
  }

  private static final class Waits {
    private long dials;
    private long sum;
    private long longest;
  }

  Figures(Instant begin, ForecastRows rows, Bundles bundles) {
    this.begin = begin;
    this.bundles = bundles;
    this.finish = begin.toEpochMilli();
    this.first = new First[Math.min(rows.size(), Forecast.ROWS)];
    this.rows = rows.size();
    for (int lane = 0; lane < rows.lanes(); lane++) {
      rows.of(lane)
          .forEach((name, queue) -> {
            zones.computeIfAbsent(name, any -> new Zone()).rows += queue.size();
            for (int i = 0; i < queue.size() && queue.get(i) < first.length; i++) {
              First row = new First();
              row.zones = name;
              first[queue.get(i)] = row;
            }
          });
    }
  }

  /**
   * A bundle is dialed.
   *
   * @param distance from its slot to that of the next, ms
   * @param held what kept it from being dialed before, last; null for nothing
   */
  void dialed(int bundle, int attempt, String where, long slot, double distance, Wait held) {
    int rows = bundles.rows(bundle);
    attempts += rows;
    perHour.computeIfAbsent(Math.floorDiv(slot, HOUR), hour -> new long[1])[0] += rows;
    firstDial = Math.min(firstDial, slot);
    Zone zone = zones.get(where);
    zone.firstDial = Math.min(zone.firstDial, slot);
    if (attempt == 1) {
      for (Bundles.Place place : bundles.first(bundle)) {
        first[place.row()].dial = slot + Math.round(distance * place.at() / bundles.size());
        first[place.row()].held = held;
      }
    }
  }

  /** {@code rows} dials waited for the same reason. */
  void waited(Wait reason, int rows, long millis) {
    Waits all = waits.computeIfAbsent(reason, any -> new Waits());
    all.dials += rows;
    all.sum += millis * rows;
    all.longest = Math.max(all.longest, millis);
  }

  /** A lane did nothing else for {@code millis}. */
  void heldUp(Wait reason, long millis) {
    heldUp.merge(reason, millis, Long::sum);
  }

  void rings(int rows) {
    out += rows;
    peak = Math.max(peak, out);
  }

  void hungUp(int rows, long at) {
    out -= rows;
    finish = Math.max(finish, at);
  }

  void settled(int bundle, Outcome outcome, String rule, long at) {
    long rows = bundles.rows(bundle);
    over += rows;
    finish = Math.max(finish, at);
    if (rule == null) {
      ended.merge(outcome, rows, Long::sum);
      return;
    }
    skipped.merge(rule, rows, Long::sum);
    for (Bundles.Place place : bundles.first(bundle)) {
      if (first[place.row()].dial < 0) {
        first[place.row()].refusal = rule;
      }
    }
  }

  /**
   * The end of the batch came in a lane.
   *
   * @param calls how many waited
   * @param dialed how many of those had been dialed
   */
  void ended(long calls, long dialed, long at) {
    cutOff += calls;
    cutOffDialed += dialed;
    finish = Math.max(finish, at);
  }

  Forecast forecast(boolean whole, long now, CallingHours hours, Instant from) {
    long left = rows - over - cutOff;
    SortedMap<Instant, Long> dials = new TreeMap<>();
    perHour.forEach((hour, count) -> dials.put(Instant.ofEpochMilli(hour * HOUR), count[0]));
    Map<Wait, Forecast.Waited> waited = new EnumMap<>(Wait.class);
    waits.forEach((reason, all) ->
        waited.put(
            reason,
            new Forecast.Waited(
                all.dials,
                Duration.ofMillis(all.sum / all.dials),
                Duration.ofMillis(all.longest))));
    return new Forecast(
        whole,
        begin,
        Instant.ofEpochMilli(whole ? finish : now),
        firstDial == Long.MAX_VALUE ? null : Instant.ofEpochMilli(firstDial),
        attempts,
        ended,
        skipped,
        cutOff,
        cutOffDialed,
        left,
        peak,
        dials,
        waited,
        heldUp.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(null),
        zones(hours, from),
        rows(cutOff > 0));
  }

  private List<Forecast.Zone> zones(CallingHours hours, Instant from) {
    Map<String, Verdict> verdicts = new HashMap<>();
    return zones.entrySet().stream()
        .map(zone -> {
          Verdict verdict =
              verdicts.computeIfAbsent(
                  zone.getKey(),
                  name -> hours == null ? new Verdict.Go(Instant.MAX) : hours.judge(name, from));
          Instant opensAt =
              switch (verdict) {
                case Verdict.Go go -> from;
                case Verdict.WaitUntil wait -> wait.at();
                case Verdict.Refuse refuse -> null;
              };
          long dialed = zone.getValue().firstDial;
          return new Forecast.Zone(
              zone.getKey(),
              zone.getValue().rows,
              opensAt,
              dialed == Long.MAX_VALUE ? null : Instant.ofEpochMilli(dialed),
              verdict instanceof Verdict.Refuse(String why) ? why : null);
        })
        .sorted((one, other) -> Long.compare(other.rows(), one.rows()))
        .toList();
  }

  private List<Forecast.Row> rows(boolean ended) {
    List<Forecast.Row> all = new ArrayList<>();
    for (First row : first) {
      boolean cut = row.dial < 0 && row.refusal == null && ended;
      all.add(
          new Forecast.Row(
              row.zones,
              row.dial < 0 ? null : Instant.ofEpochMilli(row.dial),
              Optional.ofNullable(row.held),
              cut ? "ended" : row.refusal));
    }
    return all;
  }
}
