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
    int rings,
    int attempts,
    int mostRingsOfOneAttempt,
    long requests,
    int open,
    Map<String, Integer> ended,
    Double firstAt,
    Double lastAt,
    double longestGapMillis,
    int mostRingsInOneSecond) {
  private static final long SECOND = 1_000_000;

  /** The summary of rings at {@code times}, µs since 1970, in any order; sorts the array. */
  static LedgerSummary of(
      long[] times, int attempts, int mostRings, long requests, int[] endsByOutcome) {
    Arrays.sort(times);
    long gap = 0;
    int crowd = 0;
    int windowStart = 0;
    for (int i = 0; i < times.length; i++) {
      gap = i == 0 ? 0 : Math.max(gap, times[i] - times[i - 1]);
      while (times[i] - times[windowStart] >= SECOND) {
        windowStart++;
      }
      crowd = Math.max(crowd, i - windowStart + 1);
    }
    Map<String, Integer> ended = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      if (endsByOutcome[outcome.ordinal()] > 0) {
        ended.put(outcome.name().toLowerCase(Locale.ROOT), endsByOutcome[outcome.ordinal()]);
      }
    }
    int over = Arrays.stream(endsByOutcome).sum();
    return new LedgerSummary(
        times.length,
        attempts,
        mostRings,
        requests,
        attempts - over,
        ended,
        times.length == 0 ? null : times[0] / 1_000.0,
        times.length == 0 ? null : times[times.length - 1] / 1_000.0,
        gap / 1_000.0,
        crowd);
  }
}
