package peal.projector.http;

import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;

/**
 * Which calls of a batch that has ended are wanted again, by the outcomes that the API shows of
 * them; a call that was dialed before its batch's end skipped it counts by its last dial.
 *
 * @param words those outcomes; empty for all calls that did not complete
 */
record OutcomeChoice(Set<String> words) {
  /** A call that a rule refused before it was dialed has no outcome, nor has the next. */
  private static final String SKIPPED = "skipped";

  /** A call that a cancel kept from being dialed has no outcome. */
  private static final String CANCELLED = "cancelled";

  private static final Set<CallStatus> NOT_COMPLETED =
      EnumSet.of(CallStatus.FAILED, CallStatus.CANCELLED);

  private static final List<String> KNOWN =
      Stream.concat(Stream.of(Outcome.values()).map(Outcome::word), Stream.of(SKIPPED, CANCELLED))
          .toList();

  /** The choice of a request: the parameter {@code outcomes}, words with commas between. */
  static OutcomeChoice of(Context ctx) {
    String text = ctx.queryParam("outcomes");
    if (text == null) {
      return new OutcomeChoice(Set.of());
    }
    Set<String> words = new LinkedHashSet<>(List.of(text.split(",", -1)));
    if (!KNOWN.containsAll(words)) {
      throw Parameters.invalid(
          "outcomes", "outcomes must be some of " + String.join(", ", KNOWN) + ".");
    }
    return new OutcomeChoice(words);
  }

  /** The statuses that such calls have. */
  Set<CallStatus> statuses() {
    boolean completed =
        Stream.of(Outcome.values())
            .anyMatch(outcome -> outcome.completes() && words.contains(outcome.word()));
    return completed
        ? EnumSet.of(CallStatus.COMPLETED, CallStatus.FAILED, CallStatus.CANCELLED)
        : NOT_COMPLETED;
  }

  boolean takes(CallView call) {
    return words.isEmpty()
        ? NOT_COMPLETED.contains(call.status()) && end(call).filter(Outcome::completes).isEmpty()
        : words.contains(
            end(call).map(Outcome::word).orElse(call.skipped() != null ? SKIPPED : CANCELLED));
  }

  /**
   * How the call ended; where its batch stopped while a callback was due, how its last dial did.
   * Such a call is cancelled, though its voicemail may have been reached.
   */
  private static Optional<Outcome> end(CallView call) {
    return Optional.ofNullable(call.outcome())
        .or(() ->
            call.attempts().stream()
                .map(Attempt::outcome)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later));
  }
}
