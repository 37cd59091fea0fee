package peal.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir private Path folder;

  @Test
  void leftoversAreWipedAndOtherFilesStay() throws IOException {
    Files.writeString(folder.resolve("upload-old"), "+12125550123");
    Files.writeString(folder.resolve("notes"), "mine");

    new Spool(folder, () -> "a");

    assertThat(folder.toFile().list()).containsExactly("notes");
  }

  @Test
  void aDiskWithoutRoomForAWholeUploadTakesNone() throws IOException {
    Spool spool = new Spool(folder, () -> "a", () -> 99);

    assertThatThrownBy(() -> spool.newFile(100)).isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
    spool.newFile(99).close();
  }

  @Test
  void aFileIsReadFromItsStartAnyNumberOfTimesAndIsGoneInTheEnd() throws IOException {
    Spool spool = new Spool(folder.resolve("new"), () -> "a");
    try (SpooledFile file = spool.newFile(3)) {
      file.write(ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8)));
      for (int i = 0; i < 2; i++) {
        try (InputStream in = file.open()) {
          assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("abc");
        }
      }
      assertThat(file.size()).isEqualTo(3);
    }

    assertThat(folder.resolve("new")).isEmptyDirectory();
  }
}
