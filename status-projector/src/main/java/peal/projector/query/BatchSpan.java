package peal.projector.query;

import peal.domain.BatchId;

/**
 * Batches from one to another in the order of their ids, both included.
 *
 * @param oldest the first of them, or null for the first of all
 * @param newest the last of them, or null for the last of all
 */
public record BatchSpan(BatchId oldest, BatchId newest) {
  /** All batches. */
  public static final BatchSpan ALL = new BatchSpan(null, null);

  /** Whether {@code batch} is one of them. */
  public boolean contains(BatchId batch) {
    return (oldest == null || oldest.value().compareTo(batch.value()) <= 0)
        && (newest == null || newest.value().compareTo(batch.value()) >= 0);
  }
}
