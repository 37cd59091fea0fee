package peal.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What is posted to the caller.
 *
 * @param attemptId the attempt
 * @param reference as the request had it
 * @param event ringing, answered, progress or ended
 * @param at when it happened
 * @param seq 1, 2, … within the attempt, for repeated and overtaken callbacks
 * @param outcome how it ended, lower case; only with ended
 * @param talkSeconds from pick-up to end, s; only with ended, where somebody picked up
 * @param transcript what was said; only with ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Callback(
    String attemptId,
    String reference,
    String event,
    Instant at,
    int seq,
    String outcome,
    Double talkSeconds,
    String transcript) {}
