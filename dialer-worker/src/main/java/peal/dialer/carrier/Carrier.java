package peal.dialer.carrier;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.service.trace.Origin;

/**
 * Whatever places the phone call. Implementations are thread-safe, hold no thread while they wait,
 * and complete their stages normally: a fault of the carrier is an answer, not an exception.
 */
public interface Carrier extends AutoCloseable {
  /**
   * Asks for a call. The attempt is the idempotency key: a carrier that honours keys rings once
   * however often it is asked.
   */
  CompletionStage<Placement> place(Order order);

  /**
   * Asks what became of an attempt.
   *
   * @param origin which client's request it comes from, for the carrier's own log and trace
   */
  CompletionStage<Finding> find(AttemptId attempt, Origin origin);

  /**
   * Asks to end an attempt; completes true when the carrier took the request.
   *
   * @param origin which client's request it comes from, for the carrier's own log and trace
   */
  CompletionStage<Boolean> hangUp(AttemptId attempt, Origin origin);

  /** Whether placing the same attempt twice rings once. */
  boolean honoursIdempotencyKeys();

  @Override
  void close();

  /**
   * A call to place.
   *
   * @param attempt the attempt and idempotency key
   * @param lane where its events belong; the carrier gives it back in callbacks
   * @param number whom to ring
   * @param agent who speaks
   * @param prompt the agent's prompt with variables filled in
   * @param welcomeMessage the welcome message filled in, or null
   * @param lastLook to be asked once, when everything else is ready and the next thing sent makes
   *     the phone ring; where it says no, nothing may be sent and the placement is {@link
   *     Placement.Withheld}
   * @param origin which client's request it comes from, for the carrier's own log and trace
   */
  record Order(
      AttemptId attempt,
      Lane lane,
      PhoneNumber number,
      CallingAgent agent,
      String prompt,
      String welcomeMessage,
      LastLook lastLook,
      Origin origin) {
    /** An order that nobody in particular asked for. */
    public Order(
        AttemptId attempt,
        Lane lane,
        PhoneNumber number,
        CallingAgent agent,
        String prompt,
        String welcomeMessage,
        LastLook lastLook) {
      this(attempt, lane, number, agent, prompt, welcomeMessage, lastLook, Origin.NONE);
    }
  }

  /** The last question before a phone rings: is it still in time, and is it not too soon? */
  @FunctionalInterface
  interface LastLook {
    /**
     * Waits until the call may ring. Blocks, at most until the attempt's deadline; to be called on
     * a virtual thread.
     *
     * @return false when it must not ring any more
     */
    boolean passes();
  }

  /** The carrier's answer to {@link #place}. */
  sealed interface Placement {
    /** It took the call; progress comes by callback. */
    record Placed() implements Placement {}

    /**
     * It refused this call for good, and nobody was rung.
     *
     * @param outcome how the attempt ends
     * @param detail the carrier's words
     */
    record Refused(Outcome outcome, String detail) implements Placement {}

    /**
     * It certainly did not take the call, but may later: it is out of order, not to be reached, or
     * does not let this caller in.
     *
     * @param reason why, for people
     * @param retryAfter how long it wants to be left alone
     * @param works whether the carrier is in order for others: it looked at the call and said no
     *     because of the account or a number
     */
    record Unavailable(String reason, Duration retryAfter, boolean works) implements Placement {
      /** A carrier that is out of order for everybody. */
      public Unavailable(String reason, Duration retryAfter) {
        this(reason, retryAfter, false);
      }
    }

    /**
     * It works, did not take the call, and wants fewer of them for a while.
     *
     * @param reason why, for people
     * @param retryAfter how long it wants to be left alone
     */
    record SlowDown(String reason, Duration retryAfter) implements Placement {}

    /** The order's last look said no: nothing was sent. */
    record Withheld() implements Placement {}

    /**
     * Nobody knows whether it rang: the answer was lost.
     *
     * @param reason what happened
     */
    record Unclear(String reason) implements Placement {}
  }

  /** The carrier's answer to {@link #find}. */
  sealed interface Finding {
    /**
     * The call is there and goes on.
     *
     * @param connected whether somebody picked up
     * @param since when it reached that state
     * @param note the carrier's word for the state
     */
    record Open(boolean connected, Instant since, String note) implements Finding {}

    /**
     * The call is over.
     *
     * @param at when it ended
     * @param outcome how
     * @param talkSeconds seconds of talk, or null
     * @param transcript what was said, or null
     */
    record Over(Instant at, Outcome outcome, Double talkSeconds, String transcript)
        implements Finding {}

    /** The carrier has never heard of it. */
    record NeverHeardOf() implements Finding {}

    /**
     * The carrier did not answer; ask again later.
     *
     * @param reason what happened
     */
    record Unclear(String reason) implements Finding {}
  }
}
