package peal.ingest.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchId;
import peal.domain.WorkspaceId;
import peal.ingest.batch.LeftOutRows;
import peal.ingest.csv.Problem;
import peal.service.Ids;

class KeptFilesTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final WorkspaceId RIVAL = new WorkspaceId("rival");
  private static final Problem BAD =
      new Problem(1L, 2L, "phone_number", "not_a_number", "No.", "x");

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @TempDir private Path disk;
  private final AtomicInteger listed = new AtomicInteger();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private RejectedFolder folder;

  @BeforeEach
  void open() throws IOException {
    KeptFiles.Listing listing =
        () -> {
          listed.incrementAndGet();
          return KeptFiles.of(disk).list();
        };
    KeptFiles kept = new KeptFiles(listing, 1 << 20, 40, () -> now);
    folder = new RejectedFolder(disk, kept, Duration.ofDays(1_000), Ids.ulid(), () -> now);
  }

  private void start(WorkspaceId workspace, String batch) {
    try (LeftOutRows.Taking taking = folder.begin(workspace)) {
      taking.header(List.of("phone_number"));
      taking.leftOut(1, List.of("x"), BAD);
      taking.keepFor(new BatchId(batch));
    }
  }

  private void breakOff(WorkspaceId workspace) {
    try (LeftOutRows.Taking taking = folder.begin(workspace)) {
      taking.header(List.of("phone_number"));
      taking.leftOut(1, List.of("x"), BAD);
    }
  }

  @Test
  void theFolderIsListedOnceHoweverManyFilesComeAndGo() throws IOException {
    for (int i = 0; i < 200; i++) {
      start(ACME, "batch_" + i);
      breakOff(ACME);
      assertThat(folder.bytes()).isPositive();
      folder.forget(ACME, new BatchId("batch_" + i));
    }

    assertThat(folder.bytes()).isZero();
    assertThat(folder.unkept()).isZero();
    assertThat(listed.get()).isEqualTo(1);
    assertThat(KeptFiles.of(disk).list()).isEmpty();
  }

  @Test
  void whatIsCountedIsWhatTheFolderHas() throws IOException {
    start(ACME, "batch_1");
    start(RIVAL, "batch_2");
    breakOff(RIVAL);
    long counted = folder.bytes();

    now = now.plus(Duration.ofMinutes(1));

    assertThat(folder.bytes()).isEqualTo(counted).isPositive();
    assertThat(listed.get()).isEqualTo(2);
  }

  @Test
  void aWorkspaceHasAQuarterOfTheFilesAndOthersHaveRoom() throws IOException {
    for (int i = 0; i < 12; i++) {
      start(ACME, "batch_" + i);
    }
    start(RIVAL, "batch_r");

    assertThat(folder.unkept()).isEqualTo(2);
    assertThat(KeptFiles.of(disk).list().get("acme").files()).isEqualTo(10);
    assertThat(folder.file(ACME, new BatchId("batch_11"))).isEmpty();
    assertThat(folder.file(RIVAL, new BatchId("batch_r"))).isPresent();
    folder.forget(ACME, new BatchId("batch_0"));
    start(ACME, "batch_again");
    assertThat(folder.file(ACME, new BatchId("batch_again"))).isPresent();
  }

  /** Else a workspace that has its share would take a descriptor with each file it sends. */
  @Test
  void aFileThatIsNotKeptIsClosed() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "there is no " + DESCRIPTORS);
    Files.write(disk.resolve("acme.batch_x.csv.gz"), new byte[1 << 18]);

    for (int i = 0; i < 5; i++) {
      start(ACME, "batch_" + i);
    }

    assertThat(folder.unkept()).isEqualTo(5);
    assertThat(openInTheFolder()).isZero();
  }

  private long openInTheFolder() throws IOException {
    long open = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path one : all) {
        try {
          open +=
              Files.readSymbolicLink(one).toString().contains(disk.toString() + "/acme") ? 1 : 0;
        } catch (NoSuchFileException e) {
          // It was this list's own, or another thread's.
        }
      }
    }
    return open;
  }

  @Test
  void whatAnotherProcessKeepsInTheSameFolderCountsAfterAMinute() throws IOException {
    start(ACME, "batch_1");
    Files.write(disk.resolve("acme.batch_x.csv.gz"), new byte[1 << 18]);

    now = now.plus(Duration.ofMinutes(1));
    start(ACME, "batch_2");

    assertThat(folder.unkept()).isEqualTo(1);
    assertThat(Files.size(folder.file(ACME, new BatchId("batch_2")).orElseThrow())).isZero();
  }
}
