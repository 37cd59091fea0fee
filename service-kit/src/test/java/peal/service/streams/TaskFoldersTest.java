package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFoldersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  /** Others are left to age: this process does not follow their lanes, and they fall behind. */
  @Test
  void onlyFoldersOfItsOwnTasksAreMarkedAsInUse() throws IOException {
    Path own = old("0_1");
    Path others = old("0_2");

    try (TaskFolders folders = new TaskFolders(folder, () -> List.of("0_1", "0_7"))) {
      folders.note(NOW);

      assertThat(Files.getLastModifiedTime(own).toInstant()).isEqualTo(NOW);
      assertThat(Files.getLastModifiedTime(others).toInstant()).isEqualTo(Instant.EPOCH);
    }
    assertThat(Files.getLastModifiedTime(own).toInstant()).as("once more at the end").isAfter(NOW);
  }

  @Test
  void aFolderIsGivenUpLongBeforeTheChangelogForgetsWhatWasDeleted() {
    assertThat(TaskFolders.OLDEST.multipliedBy(10)).isLessThan(TaskFolders.TOMBSTONES);
    assertThat(TaskFolders.OLDEST.multipliedBy(2).toHours())
        .as("Kafka's own time, of changelogs that an earlier version made")
        .isLessThanOrEqualTo(24);
  }

  private Path old(String task) throws IOException {
    Path made = Files.createDirectory(folder.resolve(task));
    return Files.setLastModifiedTime(made, FileTime.from(Instant.EPOCH));
  }
}
