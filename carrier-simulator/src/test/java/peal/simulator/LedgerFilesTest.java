package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Outcome;

class LedgerFilesTest {
  private static final String NUMBER = "+15550001234";
  private static final long ROOM = 4 << 20;

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("ledger.tsv");
  }

  private Ledger open() {
    return LedgerFiles.open(path, ROOM);
  }

  private static String attempt(int row) {
    return "call_a-0-" + row + "#1";
  }

  @Test
  void theFileBringsBackEverythingButALineThatWasCutOff() throws IOException {
    try (Ledger before = open()) {
      before.ring(attempt(1), NUMBER, 1_000_000, false);
      before.ring(attempt(2), NUMBER, 2_000_000, false);
      before.ended(attempt(1), Outcome.ANSWERED, 3_000_000);
    }
    Files.writeString(path, "end\tcall_a-0-2#1\tBUSY\t40", StandardOpenOption.APPEND);

    try (Ledger after = open()) {
      after.ring(attempt(3), NUMBER, 5_000_000, false);
    }

    try (Ledger atLast = open()) {
      assertThat(Stream.of(1, 2, 3).map(row -> atLast.find(attempt(row)).orElseThrow()))
          .extracting(LedgerEntry::outcome)
          .containsExactly(Outcome.ANSWERED, null, null);
      assertThat(LedgerTest.rings(atLast)).extracting(Ring::attemptId).hasSize(3);
      assertThat(atLast.summary().longestGapMillis()).isEqualTo(3_000);
    }
    assertThat(Files.readString(path)).doesNotContain("BUSY");
  }

  /** Its lines are people's numbers; the folder may be everybody's. */
  @Test
  void onlyItsOwnerCanReadItsFilesAlsoThoseThatWereThere() throws IOException {
    try (Ledger before = open()) {
      before.ring(attempt(1), NUMBER, 1_000_000, false);
    }
    assertThat(rights()).hasSizeGreaterThan(1).containsOnly("rw-------");
    for (Path file : files()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    open().close();

    assertThat(rights()).containsOnly("rw-------");
  }

  private List<String> rights() throws IOException {
    List<String> rights = new ArrayList<>();
    for (Path file : files()) {
      rights.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    return rights;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whatAKilledProcessWroteButDidNotIndexIsReadAgain() throws IOException {
    open().close();
    Files.writeString(
        path,
        "ring\tcall_a-0-1#1\t+15550001234\t7000000\t.\nend\tcall_a-0-1#1\tBUSY\t8000000\t.\n",
        StandardOpenOption.APPEND);

    try (Ledger again = open()) {
      assertThat(again.ring(attempt(1), NUMBER, 9_000_000, false)).isEmpty();
      assertThat(again.find(attempt(1)))
          .contains(new LedgerEntry(attempt(1), 1, 2, Outcome.BUSY, 8_000_000));
      assertThat(again.summary().rings()).isEqualTo(1);
    }
  }

  @Test
  void segmentsAreContinuedAndTheirAttemptsStayKnown() throws IOException {
    int rows = 12_000;
    try (Ledger before = open()) {
      for (int row = 0; row < rows; row++) {
        before.ring(attempt(row), NUMBER, row * 1_000L, false);
      }
      before.ended(attempt(0), Outcome.VOICEMAIL, 1_000_000);
    }
    assertThat(names()).contains("ledger.tsv", "ledger.tsv.000001", "ledger.tsv.000001.index");

    try (Ledger after = open()) {
      assertThat(after.ring(attempt(0), NUMBER, 0, false)).isEmpty();
      assertThat(after.find(attempt(0)).orElseThrow().outcome()).isEqualTo(Outcome.VOICEMAIL);
      assertThat(after.ring(attempt(rows), NUMBER, rows * 1_000L, false)).isPresent();
      assertThat(LedgerTest.rings(after)).hasSize(rows + 1);
      assertThat(after.open()).hasSize(rows);
      assertThat(after.summary())
          .extracting(LedgerSummary::rings, LedgerSummary::attempts, LedgerSummary::open)
          .containsExactly(rows + 1L, rows + 1L, (long) rows);
    }
  }

  /** The next segment begins with its index, then comes the first line of its text. */
  @ParameterizedTest
  @ValueSource(strings = {"", "head\t"})
  void aDiskThatWasFullWhenASegmentBeganIsWrittenToOnceThereIsRoom(String left) throws IOException {
    Path wall = folder.resolve("ledger.tsv.000002.index");
    Files.createDirectories(wall.resolve("no room"));
    try (Ledger ledger = open()) {
      int row = 0;
      while (rings(ledger, row)) {
        row++;
      }
      Files.writeString(path, left);
      assertThat(rings(ledger, row)).isFalse();
      Files.delete(wall.resolve("no room"));

      assertThat(rings(ledger, row)).isTrue();
      assertThat(ledger.find(attempt(0))).isPresent();
      assertThat(ledger.find(attempt(row))).isPresent();
    }
    try (Ledger again = open()) {
      assertThat(again.find(attempt(0))).isPresent();
    }
  }

  /** Whether it could be written down. */
  private static boolean rings(Ledger ledger, int row) {
    try {
      return ledger.ring(attempt(row), NUMBER, row * 1_000L, false).isPresent();
    } catch (UncheckedIOException full) {
      return false;
    }
  }

  @Test
  void theDiskIsBounded() throws IOException {
    try (Ledger ledger = open()) {
      for (int row = 0; row < 60_000; row++) {
        ledger.ring(attempt(row), NUMBER, row, false);
      }
      assertThat(ledger.forgotten()).isPositive();
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(ROOM);
    }
    try (Ledger again = open()) {
      assertThat(again.summary().rings()).isEqualTo(60_000);
      assertThat(again.find(attempt(59_999))).isPresent();
    }
  }

  @Test
  void anIndexThatIsLostIsMadeAnew() throws IOException {
    try (Ledger before = open()) {
      before.ring(attempt(1), NUMBER, 1_000_000, false);
      before.ended(attempt(1), Outcome.ANSWERED, 3_000_000);
    }
    Files.delete(folder.resolve("ledger.tsv.000001.index"));

    try (Ledger after = open()) {
      assertThat(after.find(attempt(1)).orElseThrow().outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(after.summary().rings()).isEqualTo(1);
    }
  }

  @Test
  void aLedgerOfOneFileIsCutIntoSegments() throws IOException {
    Files.writeString(
        path,
        """
        ring\tcall_a-0-1#1\t+15550001234\t1000000\t.
        end\tcall_a-0-1#1\tANSWERED\t3000000\t.
        ring\tcall_a-0-2#1\t+15550001234\t4000000\t.
        ring\tcall_a-0-2#1\t+15550001234\t5000000\t.
        ring\tcall_a-0-3\
        """);

    try (Ledger ledger = open()) {
      assertThat(ledger.find(attempt(1)).orElseThrow().outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(LedgerTest.rings(ledger)).extracting(Ring::count).containsExactly(1, 1, 2);
      assertThat(ledger.summary().mostRingsOfOneAttempt()).isEqualTo(2);
    }
    assertThat(names()).containsExactlyInAnyOrder("ledger.tsv", "ledger.tsv.000001.index");
  }

  @Test
  void cuttingThatWasCutOffBeginsAnew() throws IOException {
    try (Ledger half = open()) {
      half.ring(attempt(1), NUMBER, 1_000_000, false);
    }
    Files.writeString(
        folder.resolve("ledger.tsv.old"), "ring\tcall_a-0-1#1\t+15550001234\t1000000\t.\n");

    try (Ledger ledger = open()) {
      assertThat(LedgerTest.rings(ledger)).extracting(Ring::count).containsExactly(1);
    }
    assertThat(names()).doesNotContain("ledger.tsv.old");
  }

  @Test
  void aSmallerSettingOpensSegmentsOfAGreaterOne() throws IOException {
    try (Ledger before = LedgerFiles.open(path, 64 << 20)) {
      for (int row = 0; row < 20_000; row++) {
        before.ring(attempt(row), NUMBER, row, false);
      }
    }

    try (Ledger after = LedgerFiles.open(path, 1 << 20)) {
      assertThat(after.find(attempt(19_999))).isPresent();
      after.ring(attempt(20_000), NUMBER, 20_000, false);
      assertThat(after.summary().rings()).isEqualTo(20_001);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
