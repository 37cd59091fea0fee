package peal.standalone.chaos.plan;

import java.time.Duration;
import java.util.List;

/**
 * A fault that is going to happen.
 *
 * @param at when, from the beginning of the run
 * @param kind what
 * @param targets to whom, all at once: members such as {@code dialer-2} or {@code broker-1}, {@code
 *     carrier}, or a workspace whose number the carrier does not let in
 * @param lasts until it is undone: a process started again or resumed, a carrier well again. A
 *     graceful restart is undone as soon as the process has ended
 * @param millis by how much, ms: how far a clock is put ahead, below 0 back, or a message held
 *     back; 0 where the kind has no size
 */
public record PlannedFault(
    Duration at, FaultKind kind, List<String> targets, Duration lasts, long millis) {
  /** Keeps the order of the targets. */
  public PlannedFault {
    targets = List.copyOf(targets);
  }

  /** To whom, in words. */
  public String target() {
    return String.join(", ", targets);
  }

  /** When it is undone, from the beginning of the run. */
  public Duration until() {
    return at.plus(lasts);
  }
}
