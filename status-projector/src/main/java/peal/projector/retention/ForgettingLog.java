package peal.projector.retention;

import java.util.List;
import java.util.Map;
import peal.domain.BatchId;
import peal.domain.Lane;

/** Where it is said that batches are forgotten. */
@FunctionalInterface
public interface ForgettingLog {
  /**
   * Says it to each batch's lanes: to all of them or to none.
   *
   * @throws RuntimeException when nothing was said
   */
  void forget(Map<BatchId, List<Lane>> batches);
}
