package peal.projector.query;

import java.util.List;
import java.util.Optional;
import peal.domain.Lane;

/** Knows who can answer for a lane. Thread-safe. */
public interface LaneDirectory {
  /** Who can answer for {@code lane}, as far as is known at this moment. Never blocks. */
  Sources sources(Lane lane);

  /**
   * Who can answer for a lane.
   *
   * @param owner the one instance that writes it; empty while that is being settled
   * @param copies instances, the nearest first, that follow it and may be behind
   */
  record Sources(Optional<LaneReader> owner, List<LaneReader> copies) {}
}
