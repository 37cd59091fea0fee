package peal.projector.query;

import java.util.List;
import peal.domain.BatchId;

/**
 * Calls to one number.
 *
 * @param calls as they are shown, those of the newest batch first, without what was said
 * @param looked the last batch that was looked at, where older ones may have more; else null
 */
public record NumberCalls(List<Found> calls, BatchId looked) {
  /** Copies the list. */
  public NumberCalls {
    calls = List.copyOf(calls);
  }

  /** A call, and what of its batch is asked. */
  public record Found(LaneCall call, BatchTold batch) {}

  /**
   * What is told of a batch beside a call.
   *
   * @param single whether it is no batch but a single call
   * @param name or null
   * @param openedAt Unix ms; 0 where it is not known
   */
  public record BatchTold(boolean single, String name, long openedAt) {}
}
