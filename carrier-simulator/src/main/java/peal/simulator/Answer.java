package peal.simulator;

import java.time.Duration;
import peal.domain.Outcome;

/** What a request for a call comes to. */
sealed interface Answer {
  /**
   * The call is there.
   *
   * @param call its state
   * @param rang whether this request made it ring
   * @param lost whether the answer must not reach the caller
   */
  record Taken(CallView call, boolean rang, boolean lost) implements Answer {}

  /**
   * Not now; nothing rang.
   *
   * @param status 429 or 503
   * @param retryAfter how long to wait, whole seconds
   */
  record Later(int status, Duration retryAfter) implements Answer {}

  /**
   * Never; nothing rang.
   *
   * @param outcome how the attempt ends
   * @param reason why, for people
   */
  record Refused(Outcome outcome, String reason) implements Answer {}

  /** Whoever asks may not call from that number; nothing rang. */
  record Denied() implements Answer {}

  /** The carrier broke down over it; nothing rang, but the caller cannot know. */
  record Broken() implements Answer {}
}
