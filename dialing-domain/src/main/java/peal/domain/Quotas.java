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
 */
public record Quotas(Long definitionBytes, Long repeatBytes, Integer openBatches) {
  /** 4 MiB of definitions, 32 MiB of repeats (some 80,000 requests in a day), 1,000 batches. */
  public static final Quotas USUAL = new Quotas(4L << 20, 32L << 20, 1_000);

  /** Refuses values outside the ranges above, naming the field. */
  public Quotas {
    within(definitionBytes, 1_000_000_000L, "definitionBytes");
    within(repeatBytes, 1_000_000_000L, "repeatBytes");
    within(openBatches, 1_000_000L, "openBatches");
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
        openBatches == null ? USUAL.openBatches : openBatches);
  }
}
