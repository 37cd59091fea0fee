package peal.projector.query;

import peal.domain.Lane;

/** Nobody can answer for a lane just now: its owner is moving, restoring or out of reach. */
public final class LaneUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the lane and the reason. */
  public LaneUnavailable(Lane lane, String reason, Throwable cause) {
    super("lane " + lane + ": " + reason, cause);
  }
}
