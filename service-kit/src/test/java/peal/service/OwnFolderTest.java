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

  @Test
  void onlyItsOwnerCanReadAFileOfItsOwnNewOrNot() throws IOException {
    Path made = OwnFolder.file(folder.resolve("new"));
    Path before =
        Files.createFile(
            folder.resolve("before"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    Files.writeString(before, "what it says");

    OwnFolder.file(before);

    assertThat(rights(made)).isEqualTo("rw-------");
    assertThat(rights(before)).isEqualTo("rw-------");
    assertThat(before).hasContent("what it says");
  }

  private static String rights(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
