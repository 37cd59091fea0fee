package peal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
  @TempDir Path folder;

  @Test
  void onlyItsOwnerCanEnterANewOne() throws IOException {
    Path made = OwnFolder.at(folder.resolve("a").resolve("b"));

    assertThat(rights(made)).isEqualTo("rwx------");
  }

  @Test
  void norOneThatWasThereBefore() throws IOException {
    Path before =
        Files.createDirectory(
            folder.resolve("open"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

    OwnFolder.at(before);

    assertThat(rights(before)).isEqualTo("rwx------");
  }

  private static String rights(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
