package peal.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import peal.domain.Outcome;

/**
 * What {@code GET /ledger/summary} answers.
 *
 * @param rings rings
 * @param attempts attempts that rang
 * @param mostRingsOfOneAttempt 1 unless somebody was rung twice; 0 where nothing rang
 * @param requests requests for attempts that rang, repeats included
 * @param open attempts that have not ended
 * @param ended the others, by outcome
 * @param firstAt first ring, ms since 1970, or null
 * @param lastAt last ring, ms since 1970, or null
 * @param longestGapMillis longest time between two rings in a row, ms
 * @param mostRingsInOneSecond most rings in any window of one second
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LedgerSummary(
    long rings,
    long attempts,
    long mostRingsOfOneAttempt,
    long requests,
    long open,
    Map<String, Long> ended,
    Double firstAt,
    Double lastAt,
    double longestGapMillis,
    int mostRingsInOneSecond) {
  /** The summary of {@code endsByOutcome}, in the order of {@link Outcome}, and the others. */
  static LedgerSummary of(
      long rings,
      long attempts,
      long mostRings,
      long requests,
      long[] endsByOutcome,
      RingTimes.Figures times) {
    Map<String, Long> ended = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      if (endsByOutcome[outcome.ordinal()] > 0) {
        ended.put(outcome.name().toLowerCase(Locale.ROOT), endsByOutcome[outcome.ordinal()]);
      }
    }
    return new LedgerSummary(
        rings,
        attempts,
        mostRings,
        requests,
        attempts - Arrays.stream(endsByOutcome).sum(),
        ended,
        rings == 0 ? null : times.first() / 1_000.0,
        rings == 0 ? null : times.last() / 1_000.0,
        times.longestGap() / 1_000.0,
        times.fullestSecond());
  }
}
