package peal.dialer.carrier;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.service.trace.Origin;

/**
 * Whatever places the phone call. Implementations are thread-safe and complete their stages
 * normally: a fault of the carrier is an answer, not an exception. A placement may hold a thread of
 * the carrier's own while it waits for its slot and the answer; an open call holds none.
 */
public interface Carrier extends AutoCloseable {
  /** Asks for a call, once: what an unclear answer calls for is dispatch's to decide. */
  CompletionStage<Placement> place(Order order);

  /**
   * Asks what became of a call.
   *
   * @param origin which client's request it comes from, for the carrier's own log and trace
   */
  CompletionStage<Finding> find(CallReference call, Origin origin);

  /**
   * Asks to end a call; completes true when the carrier took the request.
   *
   * @param origin which client's request it comes from, for the carrier's own log and trace
   */
  CompletionStage<Boolean> hangUp(CallReference call, Origin origin);

  /**
   * Asks to end a call unless somebody has picked up; completes true when the carrier took the
   * request. Only asked where {@link Placement.Placed} said that the call waits in the carrier's
   * queue; a carrier that has none need not know how.
   *
   * @param origin which client's request it comes from, for the carrier's own log and trace
   */
  default CompletionStage<Boolean> withdraw(CallReference call, Origin origin) {
    return CompletableFuture.completedFuture(false);
  }

  /**
   * Whether what it reports by itself reaches us now; false while an event stream is broken, when
   * calls are looked up instead. One that posts its reports is heard as far as anybody knows.
   */
  default boolean isHeard() {
    return true;
  }

  /** What it promises about placing the same attempt again. */
  Once once();

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
   * @param dialBy after which nobody may be rung; for a carrier that can let a late order lie
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
      Instant dialBy,
      LastLook lastLook,
      Origin origin) {
    private static final Instant NEVER_LATE = Instant.parse("9999-12-31T00:00:00Z");

    /** An order that nobody in particular asked for, and that is never late. */
    public Order(
        AttemptId attempt,
        Lane lane,
        PhoneNumber number,
        CallingAgent agent,
        String prompt,
        String welcomeMessage,
        LastLook lastLook) {
      this(attempt, lane, number, agent, prompt, welcomeMessage, NEVER_LATE, lastLook, Origin.NONE);
    }
  }

  /** The last question before a phone rings: is it still in time, and is it not too soon? */
  @FunctionalInterface
  interface LastLook {
    /**
     * Waits until the call may ring. Blocks, at most until the attempt's deadline; a thread of the
     * system is in time on a busy machine where a virtual one is not (decision 32).
     *
     * @return false when it must not ring any more
     */
    boolean passes();
  }

  /** The carrier's answer to {@link #place}. */
  sealed interface Placement {
    /**
     * It took the call; progress comes by webhook, by an event stream, or is looked up.
     *
     * @param providerRef its own id of the call, or null where it uses the attempt
     * @param queuedFor how long it lets the call wait before it rings, or null for not at all
     */
    record Placed(String providerRef, Duration queuedFor) implements Placement {
      /** By a carrier that uses our ids and rings at once. */
      public Placed() {
        this(null, null);
      }
    }

    /**
     * It refused this call for good, and nobody was rung.
     *
     * @param outcome how the attempt ends
     * @param detail the carrier's words
     */
    record Refused(Outcome outcome, String detail) implements Placement {}

    /**
     * It certainly did not take the call, but may later: it is out of order, or not to be reached.
     *
     * @param reason why, for people
     * @param retryAfter how long it wants to be left alone
     */
    record Unavailable(String reason, Duration retryAfter) implements Placement {}

    /**
     * It works, and does not let this caller in: it did not take the call because of the account or
     * of the number that is shown, which somebody may put right.
     *
     * @param reason why, for people
     */
    record Denied(String reason) implements Placement {}

    /**
     * It works, did not take the call, and wants fewer of them for a while.
     *
     * @param reason why, for people
     * @param retryAfter how long it wants to be left alone
     */
    record SlowDown(String reason, Duration retryAfter) implements Placement {}

    /** Nothing was sent: the order's last look said no, or the adapter had no room for it. */
    record Withheld() implements Placement {}

    /**
     * Nobody knows whether it rang: the answer was lost.
     *
     * @param reason what happened
     */
    record Unclear(String reason) implements Placement {}
  }

  /** What a carrier promises about placing the same attempt again. */
  sealed interface Once {
    /** It rings once, whenever it is asked again. */
    record Always() implements Once {}

    /**
     * It rings once as long as it is asked again soon.
     *
     * @param time for how long it remembers what it was asked; above zero
     */
    record Within(Duration time) implements Once {}

    /** Nothing: whoever is asked about twice may be rung twice. */
    record Never() implements Once {}
  }

  /** The carrier's answer to {@link #find}. */
  sealed interface Finding {
    /**
     * The call is there and goes on.
     *
     * @param connected whether somebody picked up
     * @param since when it reached that state
     * @param note the carrier's word for the state
     * @param providerRef its own id of the call, or null where it uses the attempt
     * @param queuedFor how long it waits there before it rings; null where it does not
     */
    record Open(
        boolean connected, Instant since, String note, String providerRef, Duration queuedFor)
        implements Finding {
      /** At a carrier that uses our ids, where it does not wait. */
      public Open(boolean connected, Instant since, String note) {
        this(connected, since, note, null, null);
      }
    }

    /**
     * The call is over.
     *
     * @param at when it ended
     * @param outcome how
     * @param talkSeconds seconds of talk, or null
     * @param transcript what was said, or null
     * @param optOut true where the person wants no more calls; null or false else
     */
    record Over(Instant at, Outcome outcome, Double talkSeconds, String transcript, Boolean optOut)
        implements Finding {
      /** After which nothing was said of further calls. */
      public Over(Instant at, Outcome outcome, Double talkSeconds, String transcript) {
        this(at, outcome, talkSeconds, transcript, null);
      }
    }

    /** The carrier has never heard of it. */
    record NeverHeardOf() implements Finding {}

    /**
     * The carrier cannot say yet: what it took a moment ago may not be in its lists. Dispatch asks
     * again by itself.
     *
     * @param until from then on it can
     */
    record NotYetKnown(Instant until) implements Finding {}

    /**
     * The carrier did not answer; ask again later.
     *
     * @param reason what happened
     */
    record Unclear(String reason) implements Finding {}
  }
}
