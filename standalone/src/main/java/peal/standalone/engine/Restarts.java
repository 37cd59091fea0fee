package peal.standalone.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When a process that has died is started again: soon at first, then ever later, and after so many
 * deaths in a row not at all, for then something is wrong that no start mends. Not thread-safe.
 */
final class Restarts {
  /** Deaths in a row after which nothing is started any more. */
  static final int MOST = 10;

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Who has lived that long died of something new. */
  private static final Duration LONG_LIFE = Duration.ofMinutes(10);

  private int deaths;

  /**
   * Counts a death.
   *
   * @param lived how long the process had run, at least 0
   * @return how long to wait before the next start, or empty for none
   */
  Optional<Duration> afterDeath(Duration lived) {
    deaths = lived.compareTo(LONG_LIFE) >= 0 ? 1 : deaths + 1;
    if (deaths > MOST) {
      return Optional.empty();
    }
    Duration wait = FIRST.multipliedBy(1L << (deaths - 1));
    return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
