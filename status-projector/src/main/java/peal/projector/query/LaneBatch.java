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
 * @param readTo every command of the lane before this offset is in {@code view}; 0 where that was
 *     not asked for, and where none is known
 */
public record LaneBatch(BatchId id, BatchView view, List<LaneCall> recent, long readTo) {
  /** Fills an absent list. */
  public LaneBatch {
    recent = recent == null ? List.of() : List.copyOf(recent);
  }

  /** {@code call}, one of its calls, with the status that the API gives it. */
  public LaneCall shown(LaneCall call) {
    return LaneCalls.shown(call, view);
  }

  /** One of which is only asked how it stands. */
  public LaneBatch(BatchId id, BatchView view, List<LaneCall> recent) {
    this(id, view, recent, 0);
  }
}
