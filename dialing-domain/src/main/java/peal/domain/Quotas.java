package peal.domain;

/**
 * How much of what all workspaces share one may take. What is null is as {@link #USUAL} has it.
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
   * 4 MiB of definitions, 32 MiB of repeats (some 80,000 requests in a day), 1,000 batches; 30
   * million calls, which are somewhat more than the usual pace makes in the usual retention, and 8
   * GiB of rows.
   */
  public static final Quotas USUAL = new Quotas(4L << 20, 32L << 20, 1_000, 30_000_000, 8 << 10);

  /** Nothing is set. */
  public static final Quotas NONE = new Quotas(null, null, null, null, null);

  /** One file may have this part of what all rows may take. */
  private static final int PART = 8;

  /** Refuses values outside the ranges above, naming the field. */
  public Quotas {
    within(definitionBytes, 1_000_000_000L, "definitionBytes");
    within(repeatBytes, 1_000_000_000L, "repeatBytes");
    within(openBatches, 1_000_000L, "openBatches");
    within(keptCalls, 1_000_000_000L, "keptCalls");
    within(keptMegabytes, 1_000_000L, "keptMegabytes");
  }

  private static void within(Number value, long most, String name) {
    if (value != null && (value.longValue() < 1 || value.longValue() > most)) {
      throw new IllegalArgumentException(name + " must be 1-" + most);
    }
  }

  /** The same with the usual where nothing was set. */
  public Quotas filled() {
    return new Quotas(
        definitionBytes == null ? USUAL.definitionBytes : definitionBytes,
        repeatBytes == null ? USUAL.repeatBytes : repeatBytes,
        openBatches == null ? USUAL.openBatches : openBatches,
        keptCalls == null ? USUAL.keptCalls : keptCalls,
        keptMegabytes == null ? USUAL.keptMegabytes : keptMegabytes);
  }

  /** What the rows of all calls that are kept may take, bytes. */
  public long keptBytes() {
    return (long) filled().keptMegabytes << 20;
  }

  /** What the rows of one file may take, bytes. */
  public long fileBytes() {
    return keptBytes() / PART;
  }
}
