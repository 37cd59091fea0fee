package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void onePealAtATimeUsesAFolder() {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another Peal is using")
          .hasMessageContaining(first.root().toString());
    }

    DataFolder.open(folder).close();
  }

  /** Its logs and stores hold whom everybody called. */
  @Test
  void nobodyButItsOwnerCanLookIntoAFolder() throws Exception {
    Path data = folder.resolve("data");

    DataFolder.open(data).close();

    for (String part : List.of("", "state", "spool", "simulator", "logs")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(part))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderKeepsItsSecrets() {
    Secrets first;
    try (DataFolder data = DataFolder.open(folder)) {
      first = data.secrets(Map.of());
    }

    try (DataFolder data = DataFolder.open(folder)) {
      assertThat(data.secrets(Map.of())).isEqualTo(first);
    }
  }

  @Test
  void aFolderIsDeletedWithAllThatIsInIt() throws Exception {
    Path data = folder.resolve("a b").resolve("data");
    DataFolder.open(data).close();

    DataFolder.delete(data);

    assertThat(data).doesNotExist();
  }
}
