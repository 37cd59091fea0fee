package peal.domain;

import java.time.Instant;
import java.util.Objects;

/**
 * Why a batch is paused that no client has paused: by its {@link StopWhen}.
 *
 * @param failureRate share of the attempts that failed, 0 to 1
 * @param calls attempts of its lane that had ended in the window
 * @param at when the lane found that
 */
public record PausedBy(double failureRate, int calls, Instant at) {
  /** The rule's code, as the API shows it. */
  public static final String RULE = "stop_when";

  private static final double PLACES = 10_000;

  /** Refuses an absent time, and rates and counts that cannot be. */
  public PausedBy {
    Objects.requireNonNull(at, "at");
    if (!(failureRate >= 0 && failureRate <= 1) || calls < 1) {
      throw new IllegalArgumentException("0 <= failureRate <= 1, calls >= 1");
    }
  }

  /** {@code failed} attempts of {@code ended}; the rate has four places. */
  public static PausedBy of(int failed, int ended, Instant at) {
    return new PausedBy(Math.round(PLACES * failed / ended) / PLACES, ended, at);
  }

  /** As people say it: {@code 60 % of 20 calls failed}. */
  public String words() {
    return Math.round(100 * failureRate) + " % of " + calls + " calls failed";
  }
}
