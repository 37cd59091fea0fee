package peal.domain;

/**
 * How much of what all workspaces share one may take. What is null is as {@link #usual} has it.
 *
 * @param definitionBytes what its agents, and as much again its flows, may take as JSON, bytes; 1
 *     to 1,000,000,000
 * @param repeatBytes what is remembered of its requests with an Idempotency-Key, bytes; 1 to
 *     1,000,000,000
 * @param openBatches batches and single calls that have not ended, scheduled ones among them; 1 to
 *     1,000,000
 * @param keptCalls calls of all batches and single calls that are kept, those that have ended among
 *     them until their retention is over; 1 to 1,000,000,000
 * @param keptMegabytes what the rows of those calls may take, MiB; 1 to 1,000,000
 */
public record Quotas(
    Long definitionBytes,
    Long repeatBytes,
    Integer openBatches,
    Integer keptCalls,
    Integer keptMegabytes) {
  /**
   * The least that is usual: 4 MiB of definitions, 32 MiB of repeats (some 80,000 requests in a
   * day), 1,000 batches, 30 million calls and 8 GiB of rows.
   */
  private static final Quotas LEAST = new Quotas(4L << 20, 32L << 20, 1_000, 30_000_000, 8 << 10);

  /** Calls that a pace of one call a second makes in somewhat more than the usual retention. */
  private static final double KEPT = 3_000_000;

  /** Rows of some 286 bytes for them, MiB. */
  private static final double KEPT_MEGABYTES = 819.2;

  /** For how long single calls may come at full pace before any of them ends, s. */
  private static final double OPEN_SECONDS = 100;

  /** Nothing is set. */
  public static final Quotas NONE = new Quotas(null, null, null, null, null);

  private static final int MOST_OPEN = 1_000_000;
  private static final int MOST_CALLS = 1_000_000_000;
  private static final int MOST_MEGABYTES = 1_000_000;

  /** One file may have this part of what all rows may take. */
  private static final int PART = 8;

  /** Refuses values outside the ranges above, naming the field. */
  public Quotas {
    within(definitionBytes, 1_000_000_000L, "definitionBytes");
    within(repeatBytes, 1_000_000_000L, "repeatBytes");
    within(openBatches, MOST_OPEN, "openBatches");
    within(keptCalls, MOST_CALLS, "keptCalls");
    within(keptMegabytes, MOST_MEGABYTES, "keptMegabytes");
  }

  private static void within(Number value, long most, String name) {
    if (value != null && (value.longValue() < 1 || value.longValue() > most)) {
      throw new IllegalArgumentException(name + " must be 1-" + most);
    }
  }

  /**
   * What a workspace has as long as nobody sets it. What is kept grows with its pace and what is
   * open with its calls, so that by default nobody is refused what these allow; definitions and
   * repeats do not, for every gateway has them in its heap.
   *
   * @param callsPerSecond the workspace's pace
   * @param maxConcurrentCalls its attempts that may be out at once
   */
  public static Quotas usual(double callsPerSecond, int maxConcurrentCalls) {
    double open = Math.max(2.0 * maxConcurrentCalls, OPEN_SECONDS * callsPerSecond);
    return new Quotas(
        LEAST.definitionBytes,
        LEAST.repeatBytes,
        within(LEAST.openBatches, open, MOST_OPEN),
        within(LEAST.keptCalls, KEPT * callsPerSecond, MOST_CALLS),
        within(LEAST.keptMegabytes, KEPT_MEGABYTES * callsPerSecond, MOST_MEGABYTES));
  }

  private static int within(int least, double wanted, int most) {
    return (int) Math.min(most, Math.max(least, Math.ceil(wanted)));
  }

  /** The same with {@code usual} where nothing was set. */
  public Quotas or(Quotas usual) {
    return new Quotas(
        definitionBytes == null ? usual.definitionBytes : definitionBytes,
        repeatBytes == null ? usual.repeatBytes : repeatBytes,
        openBatches == null ? usual.openBatches : openBatches,
        keptCalls == null ? usual.keptCalls : keptCalls,
        keptMegabytes == null ? usual.keptMegabytes : keptMegabytes);
  }

  /** What the rows of all calls that are kept may take, bytes. */
  public long keptBytes() {
    return (long) or(LEAST).keptMegabytes << 20;
  }

  /** What the rows of one file may take, bytes. */
  public long fileBytes() {
    return keptBytes() / PART;
  }
}
