package peal.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import peal.domain.FirstAnswer;
import peal.gateway.relay.Answer;

/**
 * What becomes of a try under an Idempotency-Key that a service behind the gateway carries out: the
 * rules, as functions of what is known of the key and of the time (docs/adr/0012).
 *
 * <p>A try holds the key while its gateway waits for the answer. Whoever takes it over when that
 * time is over cannot know what the try before has done; so it says when the first one began, and
 * ingest shuts all of them out and looks before it starts anything.
 */
public sealed interface Verdict {
  /** A gateway that holds a key for longer, and does not say so again, is taken for dead. */
  Duration HELD = Duration.ofSeconds(60);

  /**
   * It may go on.
   *
   * @param triedSince when the first try began, if there were others whose end nobody knows
   */
  record Go(Optional<Instant> triedSince) implements Verdict {}

  /** It was done, and this was the answer. */
  record Replay(FirstAnswer first) implements Verdict {}

  /** Another try has the key; {@code left} tells until when at most. */
  record Busy(Duration left) implements Verdict {}

  /** The key was used for something else. */
  record Reused() implements Verdict {}

  /** When a try arrives, and nobody knows yet all that it asks. */
  static Verdict arriving(Optional<FirstAnswer> known, Instant now) {
    if (known.isEmpty()) {
      return new Go(Optional.empty());
    }
    FirstAnswer first = known.get();
    if (first.status() != null) {
      return new Replay(first);
    }
    return isHeld(first, now)
        ? new Busy(Duration.between(now, first.heldUntil()))
        : new Go(Optional.of(first.startedAt()));
  }

  /**
   * When all that the try asks is known, and nothing has been done yet.
   *
   * @param arrived what it was told when it arrived, and has told ingest
   * @param hash of what it asks
   */
  static Verdict complete(Optional<FirstAnswer> known, Go arrived, String hash, Instant now) {
    if (known.isPresent() && !known.get().requestHash().equals(hash)) {
      return new Reused();
    }
    Verdict verdict = arriving(known, now);
    boolean othersCameBetween =
        verdict instanceof Go go && go.triedSince().isPresent() && arrived.triedSince().isEmpty();
    // Ingest was told that there is nothing to look for. The client comes again, and then it is.
    return othersCameBetween ? new Busy(Duration.ofSeconds(1)) : verdict;
  }

  /** How a try ended, as far as its gateway can tell. */
  enum Ending {
    /** It was done: the answer is remembered. */
    DONE,
    /** Nothing was done, and nothing will be: the key is as good as new. */
    NOTHING,
    /** Nobody can tell: the next try finds out. */
    UNKNOWN
  }

  /**
   * The ending that an answer tells of.
   *
   * @param arrived what the try was told when it arrived
   * @param tries what ingest says of the tries before; null where it says nothing
   */
  static Ending ending(int status, Go arrived, String tries) {
    if (status < 300) {
      return Ending.DONE;
    }
    boolean alone = arrived.triedSince().isEmpty() || Answer.SETTLED.equals(tries);
    return (status < 500 || status == 503) && alone && !"repeated".equals(tries)
        ? Ending.NOTHING
        : Ending.UNKNOWN;
  }

  private static boolean isHeld(FirstAnswer first, Instant now) {
    return first.heldUntil() != null && now.isBefore(first.heldUntil());
  }
}
