package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopWhenTest {
  @ParameterizedTest
  @CsvSource({
    "20, 1, 20",
    "20, 8, 20",
    "5, 64, 5",
    "100, 1, 100",
    "100, 2, 50",
    "100, 8, 20",
    "1000, 3, 334",
  })
  void aLaneNeedsItsShareOfTheCallsButEnoughToConcludeAnything(
      int minCalls, int lanes, int needed) {
    assertThat(new StopWhen(0.5, 120, minCalls).callsNeeded(lanes)).isEqualTo(needed);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 9, 20, false",
    "0.5, 10, 20, true",
    "0.5, 19, 19, false",
    "0.07, 7, 100, true",
    "0.3, 9, 30, true",
    "1, 20, 20, true",
    "1, 20, 21, false",
  })
  void itTripsAtItsRateOfEnoughCalls(double rate, int failed, int ended, boolean trips) {
    assertThat(new StopWhen(rate, 120, 20).trips(failed, ended, 1)).isEqualTo(trips);
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, 120, 20, failureRate",
    "1.01, 120, 20, failureRate",
    "NaN, 120, 20, failureRate",
    "0.5, 29, 20, windowSeconds",
    "0.5, 601, 20, windowSeconds",
    "0.5, 120, 4, minCalls",
    "0.5, 120, 1001, minCalls",
  })
  void whatIsBeyondItsRangeIsRefusedByName(double rate, int window, int calls, String field) {
    assertThatThrownBy(() -> new StopWhen(rate, window, calls))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(field);
  }

  @Test
  void busyLinesAndThoseWhereNobodyPicksUpAreNoFailures() {
    assertThat(Stream.of(Outcome.values()).filter(Outcome::fails).collect(Collectors.toSet()))
        .isEqualTo(
            EnumSet.of(
                Outcome.REJECTED, Outcome.INVALID_NUMBER, Outcome.CARRIER_ERROR, Outcome.UNKNOWN));
  }

  @Test
  void aReasonHasItsRateToFourPlacesAndInWords() {
    PausedBy why = PausedBy.of(14, 21, Instant.EPOCH);

    assertThat(why.failureRate()).isEqualTo(0.6667);
    assertThat(why.words()).isEqualTo("67 % of 21 calls failed");
  }
}
