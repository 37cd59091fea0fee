package peal.standalone.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  private final Deadline deadline = Deadline.in(Duration.ofMinutes(1));

  @TempDir Path folder;

  @Test
  void aProgramIsFoundInTheFoldersOfThePathAndMustBeExecutable() throws Exception {
    Files.createFile(folder.resolve("npm"));
    Path node =
        Files.createFile(
            folder.resolve("node"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

    assertThat(tools().find("node")).contains(node);
    assertThat(tools().find("npm")).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedWithItsRemedy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> tools().redis(folder, deadline))
        .withMessage("redis-server is missing (apt-get install redis-server)");
    assertThatIllegalStateException()
        .isThrownBy(() -> tools().node(folder, folder, deadline))
        .withMessageContaining("node is missing");
  }

  private Tools tools() {
    return new Tools(false, "/nowhere::" + folder, line -> {});
  }
}
