package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Outcome;

class LedgerTest {
  private static final String NUMBER = "+15550001234";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call_01k8zzzzzzzzzzzzzzzzzzzzzz-3-1000000#2",
        "call_a-0-0#15",
        "call_a-0-0#16",
        "call_a-0-007#1",
        "call_a-0-99999999999999#1",
        "anything",
        "x#1",
        "-#",
        "a-1#0"
      })
  void anIdComesBackAsItWas(String id) {
    AttemptKeys keys = new AttemptKeys();

    long key = keys.add(id);

    assertThat(keys.idOf(key)).isEqualTo(id);
    assertThat(keys.find(id)).isEqualTo(key).isEqualTo(keys.add(id));
  }

  @Test
  void aRingIsWrittenDownOnceHoweverManyAskAtTheSameTime() {
    Ledger ledger = new Ledger();

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
    Ledger ledger = new Ledger();
    long[] millis = {0, 400, 999, 1_000, 5_000};
    for (int row = 0; row < millis.length; row++) {
      ledger.ring("call_a-0-" + row + "#1", NUMBER, millis[row] * 1_000, false);
    }
    ledger.ended("call_a-0-0#1", Outcome.BUSY, 10_000);

    LedgerSummary summary = ledger.summary();

    assertThat(summary.longestGapMillis()).isEqualTo(4_000);
    assertThat(summary.mostRingsInOneSecond()).isEqualTo(3);
    assertThat(summary.open()).isEqualTo(4);
    assertThat(summary.ended()).containsOnlyKeys("busy");
  }

  @Test
  void theFileBringsBackEverythingButALineThatWasCutOff(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("ledger");
    Ledger before = new Ledger();
    try (LedgerFile file = LedgerFile.open(path, before)) {
      before.ring("call_a-0-1#1", NUMBER, 1_000_000, false);
      before.ring("call_a-0-2#1", NUMBER, 2_000_000, false);
      before.ended("call_a-0-1#1", Outcome.ANSWERED, 3_000_000);
    }
    Files.writeString(path, "end\tcall_a-0-2#1\tBUSY\t40", StandardOpenOption.APPEND);

    Ledger after = new Ledger();
    try (LedgerFile file = LedgerFile.open(path, after)) {
      after.ring("call_a-0-3#1", NUMBER, 5_000_000, false);
    }
    Ledger atLast = new Ledger();
    LedgerFile.open(path, atLast).close();

    assertThat(Stream.of("1", "2", "3").map(row -> atLast.find("call_a-0-" + row + "#1").get()))
        .extracting(LedgerEntry::outcome)
        .containsExactly(Outcome.ANSWERED, null, null);
    assertThat(atLast.page(0, 9)).isEqualTo(after.page(0, 9)).hasSize(3);
  }
}
