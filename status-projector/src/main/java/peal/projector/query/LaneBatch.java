package peal.projector.query;

import java.util.List;
import peal.domain.BatchId;
import peal.projector.fold.BatchView;

/**
 * One lane's part of a batch.
 *
 * @param id the batch
 * @param view what is known of it in this lane
 * @param recent its recently finished calls, newest first, where they were asked for
 */
public record LaneBatch(BatchId id, BatchView view, List<LaneCall> recent) {
  /** Fills an absent list. */
  public LaneBatch {
    recent = recent == null ? List.of() : List.copyOf(recent);
  }
}
