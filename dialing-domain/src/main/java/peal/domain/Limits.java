package peal.domain;

/**
 * What a workspace may do. Operators may change all of it while it runs.
 *
 * @param callsPerSecond dials started per second over the whole workspace, above 0, at most 10,000
 * @param maxConcurrentCalls attempts that may be out at once, 1 to 1,000,000
 * @param maxRowsPerBatch rows of one file, 1 to 10,000,000
 * @param apiRequestsPerMinute requests that a key may make in a minute, 0 for any number, at most
 *     1,000,000; null where nobody set one for this workspace
 * @param quotas how much it may take of what all share; null where nobody set any for this
 *     workspace
 */
public record Limits(
    double callsPerSecond,
    int maxConcurrentCalls,
    int maxRowsPerBatch,
    Integer apiRequestsPerMinute,
    Quotas quotas) {
  /** Ten calls per second, a hundred at once, a million rows a file. */
  public static final Limits DEFAULT = new Limits(10, 100, 1_000_000);

  /** Refuses values outside the ranges above, naming the field. */
  public Limits {
    if (!(callsPerSecond > 0 && callsPerSecond <= 10_000)) {
      throw new IllegalArgumentException("callsPerSecond must be above 0 and at most 10000");
    }
    if (maxConcurrentCalls < 1 || maxConcurrentCalls > 1_000_000) {
      throw new IllegalArgumentException("maxConcurrentCalls must be 1-1000000");
    }
    if (maxRowsPerBatch < 1 || maxRowsPerBatch > 10_000_000) {
      throw new IllegalArgumentException("maxRowsPerBatch must be 1-10000000");
    }
    if (apiRequestsPerMinute != null
        && (apiRequestsPerMinute < 0 || apiRequestsPerMinute > 1_000_000)) {
      throw new IllegalArgumentException("apiRequestsPerMinute must be 0-1000000");
    }
  }

  /** Limits without one for API requests. */
  public Limits(double callsPerSecond, int maxConcurrentCalls, int maxRowsPerBatch) {
    this(callsPerSecond, maxConcurrentCalls, maxRowsPerBatch, null, null);
  }

  /** The quotas, those that are usual for this pace where none were set. */
  public Quotas quotasOrUsual() {
    Quotas usual = Quotas.usual(callsPerSecond, maxConcurrentCalls);
    return quotas == null ? usual : quotas.or(usual);
  }
}
