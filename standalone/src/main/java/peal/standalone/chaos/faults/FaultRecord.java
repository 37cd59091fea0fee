package peal.standalone.chaos.faults;

import java.time.Instant;
import java.util.Optional;
import peal.standalone.chaos.plan.FaultKind;

/**
 * A fault that happened.
 *
 * @param kind what
 * @param target to whom
 * @param begunAt when it began
 * @param undoneAt when it was undone: started again, resumed, well again
 * @param readyAt when the target said that it does its work again; empty where it did not in time
 * @param note what else is worth telling; empty for nothing
 */
public record FaultRecord(
    FaultKind kind,
    String target,
    Instant begunAt,
    Instant undoneAt,
    Optional<Instant> readyAt,
    String note) {
  /** When it was over, as far as that is known. */
  public Instant overAt() {
    return readyAt.orElse(undoneAt);
  }
}
