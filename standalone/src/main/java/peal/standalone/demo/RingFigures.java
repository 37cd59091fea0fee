package peal.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the times of the rings tell.
 *
 * @param rings how many there were
 * @param first when it rang first, if it did
 * @param perSecond rings per second between the first and the last; 0 for fewer than two
 * @param longestGap the longest time between two rings that follow each other
 */
public record RingFigures(
    int rings, Optional<Instant> first, double perSecond, Duration longestGap) {
  /** Figures of {@code times}, in any order. */
  public static RingFigures of(List<Instant> times) {
    List<Instant> sorted = times.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return new RingFigures(0, Optional.empty(), 0, Duration.ZERO);
    }
    Duration gap = Duration.ZERO;
    for (int i = 1; i < sorted.size(); i++) {
      Duration between = Duration.between(sorted.get(i - 1), sorted.get(i));
      gap = between.compareTo(gap) > 0 ? between : gap;
    }
    Duration span = Duration.between(sorted.getFirst(), sorted.getLast());
    double perSecond = span.isZero() ? 0 : (sorted.size() - 1) / (span.toNanos() / 1_000_000_000.0);
    return new RingFigures(sorted.size(), Optional.of(sorted.getFirst()), perSecond, gap);
  }
}
