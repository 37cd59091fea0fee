package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.domain.Outcome;

class LedgerTest {
  private static final String NUMBER = "+15550001234";

  /** All rings that can be read. */
  static List<Ring> rings(Ledger ledger) {
    List<Ring> rings = new ArrayList<>();
    try {
      ledger.read(0, Long.MAX_VALUE, rings::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rings;
  }

  @Test
  void aRingIsWrittenDownOnceHoweverManyAskAtTheSameTime() {
    Ledger ledger = TestNetwork.ledger();

    long rang =
        IntStream.range(0, 1_000)
            .parallel()
            .filter(i -> ledger.ring("call_a-0-" + i % 10 + "#1", NUMBER, i, false).isPresent())
            .count();

    assertThat(rang).isEqualTo(10);
    assertThat(ledger.size()).isEqualTo(10);
    assertThat(ledger.summary().requests()).isEqualTo(1_000);
  }

  @Test
  void aLineOfCsvHasMillisecondsWithAFraction() {
    assertThat(new Ring("call_a-0-1#1", NUMBER, 1_772_366_400_123_007L, 1).csv())
        .isEqualTo("call_a-0-1#1,+15550001234,1772366400123.007,1");
  }

  @Test
  void theSummaryFindsTheLongestGapAndTheFullestSecond() {
    Ledger ledger = TestNetwork.ledger();
    long[] millis = {0, 999, 400, 1_000, 5_000};
    for (int row = 0; row < millis.length; row++) {
      ledger.ring("call_a-0-" + row + "#1", NUMBER, millis[row] * 1_000, false);
    }
    ledger.ended("call_a-0-0#1", Outcome.BUSY, 10_000);

    LedgerSummary summary = ledger.summary();

    assertThat(summary.longestGapMillis()).isEqualTo(4_000);
    assertThat(summary.mostRingsInOneSecond()).isEqualTo(3);
    assertThat(summary.firstAt()).isEqualTo(0);
    assertThat(summary.lastAt()).isEqualTo(5_000);
    assertThat(summary.open()).isEqualTo(4);
    assertThat(summary.ended()).containsOnlyKeys("busy");
  }

  @Test
  void theEndOfAnAttemptIsWrittenDownOnce() {
    Ledger ledger = TestNetwork.ledger();
    ledger.ring("call_a-0-1#1", NUMBER, 1_000_000, false);

    ledger.ended("call_a-0-1#1", Outcome.ANSWERED, 3_000_000);
    ledger.ended("call_a-0-1#1", Outcome.BUSY, 4_000_000);
    ledger.ended("call_a-0-2#1", Outcome.BUSY, 4_000_000);

    assertThat(ledger.find("call_a-0-1#1"))
        .contains(new LedgerEntry("call_a-0-1#1", 1, 1, Outcome.ANSWERED, 3_000_000));
    assertThat(ledger.summary().ended()).containsOnlyKeys("answered");
  }

  @Test
  void ringsAreReadFromAnyOneOnOverAllSegments() throws IOException {
    Ledger ledger = Ledger.inMemory(1 << 20);
    for (int row = 0; row < 2_000; row++) {
      ledger.ring("call_a-0-" + row + "#1", NUMBER, row, false);
    }
    List<Ring> page = new ArrayList<>();

    ledger.read(1_000, 1_003, page::add);

    assertThat(page)
        .extracting(Ring::attemptId)
        .containsExactly("call_a-0-1000#1", "call_a-0-1001#1", "call_a-0-1002#1");
    assertThat(rings(ledger)).hasSize(2_000);
  }

  @Test
  void whereThereIsNoMoreRoomTheOldestRingsAreForgottenAndTheFiguresStay() throws IOException {
    long room = 256 << 10;
    Ledger ledger = Ledger.inMemory(room);
    for (int row = 0; row < 20_000; row++) {
      ledger.ring("call_a-0-" + row + "#1", NUMBER, row, false);
      ledger.ended("call_a-0-" + row + "#1", Outcome.BUSY, row);
    }

    assertThat(ledger.bytes()).isLessThanOrEqualTo(room);
    assertThat(ledger.forgotten()).isPositive();
    assertThat(rings(ledger)).hasSize((int) (20_000 - ledger.forgotten()));
    assertThat(ledger.find("call_a-0-0#1")).isEmpty();
    assertThat(ledger.find("call_a-0-19999#1")).isPresent();
    assertThat(ledger.summary())
        .extracting(LedgerSummary::rings, LedgerSummary::attempts, LedgerSummary::open)
        .containsExactly(20_000L, 20_000L, 0L);
  }
}
