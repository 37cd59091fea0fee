package peal.gateway.batches;

import peal.domain.Workspace;
import peal.domain.event.BatchCommand;

/** Tells every lane of a workspace what a client wants of a batch. Thread-safe. */
@FunctionalInterface
public interface CommandLog {
  /**
   * When this returns, every lane will hear of it, whatever breaks. Repeating it is harmless.
   *
   * @throws peal.service.http.ApiError 503 when that could not be made sure
   */
  void send(Workspace workspace, BatchCommand command);
}
