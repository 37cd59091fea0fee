package peal.gateway.donotcall;

import java.util.List;
import peal.domain.Workspace;
import peal.domain.event.Suppression;

/** Tells the lanes of numbers who is put on do-not-call lists, and taken off. Thread-safe. */
@FunctionalInterface
public interface SuppressionLog {
  /**
   * When this returns, the lane of each number will hear of it, whatever breaks. Repeating it is
   * harmless.
   *
   * @throws peal.service.http.ApiError 503 when that could not be made sure
   */
  void send(Workspace workspace, List<Suppression> entries);
}
