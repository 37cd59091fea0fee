package peal.testkit.evidence;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A workspace and what it was allowed to do, when.
 *
 * @param workspaceId the workspace
 * @param lanes number of its lanes, at least 1
 * @param limits its limits in order of time, at least one
 */
public record Tenant(String workspaceId, int lanes, List<Allowance> limits) {
  /**
   * Limits from a moment on.
   *
   * @param from when they were acknowledged; {@link Instant#EPOCH} for the first
   * @param callsPerSecond dials per second, above 0
   * @param maxConcurrentCalls attempts out at once, at least 1
   */
  public record Allowance(Instant from, double callsPerSecond, int maxConcurrentCalls) {}

  /** Refuses a tenant without lanes or limits. */
  public Tenant {
    if (lanes < 1 || limits.isEmpty()) {
      throw new IllegalArgumentException("a tenant has lanes and limits");
    }
    limits = limits.stream().sorted(Comparator.comparing(Allowance::from)).toList();
  }

  /** A tenant whose limits never changed. */
  public static Tenant of(
      String workspaceId, int lanes, double callsPerSecond, int maxConcurrentCalls) {
    return new Tenant(
        workspaceId,
        lanes,
        List.of(new Allowance(Instant.EPOCH, callsPerSecond, maxConcurrentCalls)));
  }

  /** The highest pace that was in force at any time between two moments, ms since 1970. */
  public double highestRate(double fromMillis, double toMillis) {
    double highest = 0;
    for (int i = 0; i < limits.size(); i++) {
      boolean begun = i == 0 || limits.get(i).from().toEpochMilli() <= toMillis;
      boolean over = i + 1 < limits.size() && limits.get(i + 1).from().toEpochMilli() < fromMillis;
      if (begun && !over) {
        highest = Math.max(highest, limits.get(i).callsPerSecond());
      }
    }
    return highest;
  }
}
