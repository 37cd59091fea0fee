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

  /** The page of {@code matching}, which are all that match. */
  public static BatchPage of(List<BatchSummary> matching, Page page) {
    return new BatchPage(
        matching.stream().skip(page.offset()).limit(page.limit()).toList(), matching.size());
  }
}
