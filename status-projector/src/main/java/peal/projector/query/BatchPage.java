package peal.projector.query;

import java.util.List;

/**
 * A page of a workspace's batches.
 *
 * @param batches the page, newest first
 * @param total how many batches there are in all
 */
public record BatchPage(List<BatchSummary> batches, long total) {
  /** Copies the list. */
  public BatchPage {
    batches = List.copyOf(batches);
  }
}
