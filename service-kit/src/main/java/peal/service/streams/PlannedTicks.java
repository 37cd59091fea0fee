package peal.service.streams;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the tasks of an application did something by themselves last, and when they will next, in
 * milliseconds since the epoch. Until then nothing but a record gives them work. Thread-safe.
 */
final class PlannedTicks {
  /** Where a task finds it among the settings. */
  static final String SETTING = "peal.planned.ticks";

  private final Map<WallClockTick, Long> planned = new ConcurrentHashMap<>();
  private volatile long last;

  /** Those of the application with these settings; of nobody else in a test without it. */
  static PlannedTicks in(Map<String, Object> settings) {
    return settings.get(SETTING) instanceof PlannedTicks ticks ? ticks : new PlannedTicks();
  }

  /** It runs at {@code at}, and perhaps again and again from then on. */
  void plan(WallClockTick tick, long at) {
    planned.put(tick, at);
  }

  void cancel(WallClockTick tick) {
    planned.remove(tick);
  }

  void ran(long now) {
    last = now;
  }

  /** When one ran last; 0 if none did. */
  long last() {
    return last;
  }

  /** When one runs next; not after now for one that runs again and again. Empty for never. */
  OptionalLong next() {
    return planned.values().stream().mapToLong(Long::longValue).min();
  }
}
