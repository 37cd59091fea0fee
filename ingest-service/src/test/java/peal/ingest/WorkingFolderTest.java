package peal.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.ingest.upload.Spool;

class WorkingFolderTest {
  @TempDir private Path folder;

  private static String reason(Path path, WorkingFolder.Opening<?> opening) {
    try {
      WorkingFolder.open("PEAL_SPOOL_DIR", path.toString(), opening);
      throw new AssertionError("it was opened");
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Test
  void aFolderIsMadeWhereItIsMissing() {
    Path made = folder.resolve("a/b");

    WorkingFolder.open("PEAL_SPOOL_DIR", made.toString(), path -> new Spool(path, () -> "x"));

    assertThat(made).isDirectory();
  }

  @Test
  void aFolderThatCannotBeUsedIsOneLineWithTheReason() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(reason(file, path -> new Spool(path, () -> "x")))
        .contains(file.toString(), "is a file", "PEAL_SPOOL_DIR")
        .doesNotContain("\n");
    assertThat(
            reason(
                folder,
                path -> {
                  throw new AccessDeniedException(path.toString());
                }))
        .contains("no permission to write " + folder);
  }
}
