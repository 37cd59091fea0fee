package peal.projector.query;

import java.util.List;
import peal.domain.BatchId;

/**
 * A page of a workspace's batches.
 *
 * @param batches the page, newest first
 * @param total how many batches there are in all, or match among those that were looked at
 * @param looked the oldest that was looked at, where older ones were not; else null
 */
public record BatchPage(List<BatchSummary> batches, long total, BatchId looked) {
  /** A page of all batches. */
  public BatchPage(List<BatchSummary> batches, long total) {
    this(batches, total, null);
  }

  /** Copies the list. */
  public BatchPage {
    batches = List.copyOf(batches);
  }
}
