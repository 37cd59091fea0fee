package peal.projector.retention;

import java.time.Instant;
import java.util.List;
import peal.domain.Lane;
import peal.projector.query.LaneBatch;

/** The lanes that this instance owns. Thread-safe. */
@FunctionalInterface
public interface OwnLanes {
  /**
   * Batches of {@code lane} whose part in it ended by {@code cutoff} and which are not forgotten
   * yet, the oldest first; none where another instance owns the lane.
   *
   * @param limit at most this many
   */
  List<LaneBatch> endedBy(Lane lane, Instant cutoff, int limit);
}
