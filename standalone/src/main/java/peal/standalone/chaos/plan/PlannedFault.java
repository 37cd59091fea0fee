package peal.standalone.chaos.plan;

import java.time.Duration;

/**
 * A fault that is going to happen.
 *
 * @param at when, from the beginning of the run
 * @param kind what
 * @param target to whom: a member such as {@code dialer-2}, {@code broker-1}, or {@code carrier}
 * @param lasts until it is undone: a process started again or resumed, a carrier well again. A
 *     graceful restart is undone as soon as the process has ended
 */
public record PlannedFault(Duration at, FaultKind kind, String target, Duration lasts) {
  /** When it is undone, from the beginning of the run. */
  public Duration until() {
    return at.plus(lasts);
  }
}
