package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many of a batch's attempts ended lately in a lane, and how many of them failed. The window is
 * counted in twelve parts, so that nothing is kept of a single attempt; what ended longer ago than
 * the window never counts, and what ended in its last twelfth may not.
 *
 * @param windowSeconds length of the window, s
 * @param parts those in which anything ended, oldest first, at most {@value #PARTS}
 */
public record RecentEnds(int windowSeconds, List<Part> parts) {
  /** Parts of a window. */
  public static final int PARTS = 12;

  /**
   * A twelfth of a window.
   *
   * @param number counts parts of this length since 1970
   * @param ended attempts that ended in it
   * @param failed those of them that failed
   */
  public record Part(long number, int ended, int failed) {}

  /** An absent list has none. */
  public RecentEnds {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }

  /** Nothing has ended. */
  static RecentEnds none(int windowSeconds) {
    return new RecentEnds(windowSeconds, List.of());
  }

  /** One more has ended at {@code now}. */
  RecentEnds plus(boolean failed, Instant now) {
    List<Part> next = new ArrayList<>(at(now).parts);
    long number = numberOf(now);
    Part last = next.isEmpty() || next.getLast().number < number ? null : next.removeLast();
    next.add(
        new Part(
            number,
            (last == null ? 0 : last.ended) + 1,
            (last == null ? 0 : last.failed) + (failed ? 1 : 0)));
    return new RecentEnds(windowSeconds, next);
  }

  /** What of this lies in the window at {@code now}; what lies ahead was seen by a wrong clock. */
  RecentEnds at(Instant now) {
    long number = numberOf(now);
    return new RecentEnds(
        windowSeconds,
        parts.stream()
            .filter(part -> part.number > number - PARTS && part.number <= number)
            .toList());
  }

  private long numberOf(Instant now) {
    return Math.floorDiv(now.toEpochMilli(), windowSeconds * 1_000L / PARTS);
  }

  int ended() {
    return parts.stream().mapToInt(Part::ended).sum();
  }

  int failed() {
    return parts.stream().mapToInt(Part::failed).sum();
  }
}
