package peal.projector.query;

import java.util.List;
import peal.projector.fold.Counts;

/**
 * One page of a batch's calls.
 *
 * @param calls in file order; waiting calls of a stopped lane already shown as cancelled
 * @param total calls of the whole batch that match the filter
 * @param counts the whole batch by status
 * @param behind whether some rows have not been read yet, so that pages may still shift
 */
public record CallPage(List<LaneCall> calls, long total, Counts counts, boolean behind) {
  /** What the calls of a page may take as JSON, about. */
  public static final long MOST_BYTES = PageOfCalls.MOST_BYTES;
}
