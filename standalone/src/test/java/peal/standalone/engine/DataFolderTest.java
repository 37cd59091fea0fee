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
  void aFolderThatIsAFileIsNamedWithTheReason() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "x");

    assertThatThrownBy(() -> DataFolder.prepare(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the data folder %s cannot be used (%s is a file, not a folder); choose another one with --data"
                .formatted(file, file));
  }

  @Test
  void aFileInItThatCannotBeWrittenIsNamedWithTheReason() throws Exception {
    Path data = folder.resolve("data");
    try (DataFolder open = DataFolder.open(data)) {
      Files.createDirectory(DataFolder.kafkaFile(open.root()));
      Files.createDirectory(DataFolder.secretsFile(open.root()));

      assertThatThrownBy(() -> open.keepKafka("localhost:9092"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("kafka-address");
      assertThatThrownBy(() -> open.secrets(Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the data folder " + open.root() + " cannot be used (");
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
