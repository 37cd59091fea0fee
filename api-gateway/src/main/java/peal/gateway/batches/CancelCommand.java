package peal.gateway.batches;

import peal.domain.BatchId;
import peal.domain.Workspace;

/** Tells every lane of a workspace that a batch is cancelled. Thread-safe. */
@FunctionalInterface
public interface CancelCommand {
  /**
   * When this returns, every lane will hear of it, whatever breaks. Repeating it is harmless.
   *
   * @throws peal.service.http.ApiError 503 when that could not be made sure
   */
  void send(Workspace workspace, BatchId batch);
}
