package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir private Path folder;

  @Test
  void onlyItsOwnerCanEnterTheFolderOfABroker() throws IOException {
    Path data = folder.resolve("kafka");

    Path made = RunCommand.brokerFolder(Map.of("PEAL_BROKER_DATA", data.toString()));

    assertThat(made).isEqualTo(data);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }
}
