package peal.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

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
    int rings,
    int requests) {}
