package peal.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What {@code GET /calls/{attemptId}} answers.
 *
 * @param attemptId the attempt
 * @param reference as it was given, while the call is remembered in full
 * @param state ringing, answered or ended
 * @param since when it reached that state
 * @param outcome how it ended, lower case; null before
 * @param talkSeconds from pick-up to end, s; null where nobody picked up
 * @param transcript what was said; null before the end, or when it has been forgotten
 * @param optOut true where the person wants no more calls, else null
 * @param rings how often it rang
 * @param requests how often it was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CallView(
    String attemptId,
    String reference,
    String state,
    Instant since,
    String outcome,
    Double talkSeconds,
    String transcript,
    Boolean optOut,
    int rings,
    int requests) {
  /** What the ledger still knows of a call: not what was said. */
  static CallView withoutWords(LedgerEntry entry) {
    return new CallView(
        entry.attemptId(),
        null,
        entry.outcome() == null ? "ringing" : "ended",
        Instant.EPOCH.plus(entry.sinceMicros(), ChronoUnit.MICROS),
        Call.word(entry.outcome()),
        null,
        null,
        null,
        entry.rings(),
        entry.requests());
  }
}
