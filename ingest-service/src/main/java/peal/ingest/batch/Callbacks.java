package peal.ingest.batch;

import java.util.Optional;
import peal.domain.SmartCallback;

/**
 * What a client has said about dialing again.
 *
 * @param plan when to dial again; empty for never
 */
public record Callbacks(Optional<SmartCallback> plan) {
  /** Never dial again. */
  static final Callbacks NEVER = new Callbacks(Optional.empty());
}
