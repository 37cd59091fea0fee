package peal.dialer.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeysTest {
  private Path file;

  @BeforeEach
  void aKey(@TempDir Path folder) throws IOException {
    file = folder.resolve("keys");
    assertThat(SealingKeys.add(file)).isEqualTo("k1");
  }

  @Test
  void whatWasSealedIsOpenedAndCannotBeRead() {
    SealingKeys keys = SealingKeys.read(file);

    String sealed = keys.seal("sip", "open sesame");

    assertThat(sealed).startsWith("sealed:k1:").doesNotContain("sesame");
    assertThat(keys.open("sip", sealed)).isEqualTo("open sesame");
    assertThat(keys.seal("sip", "open sesame")).isNotEqualTo(sealed);
  }

  @Test
  void anotherCarrierCannotUseIt() {
    SealingKeys keys = SealingKeys.read(file);
    String sealed = keys.seal("sip", "open sesame");

    assertThatThrownBy(() -> keys.open("twilio", sealed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for another carrier than 'twilio'");
  }

  @Test
  void whatWasChangedOrCutDoesNotOpen() {
    SealingKeys keys = SealingKeys.read(file);
    String sealed = keys.seal("sip", "open sesame");
    char last = sealed.charAt(20) == 'A' ? 'B' : 'A';

    for (String other :
        new String[] {
          sealed.substring(0, 20) + last + sealed.substring(21), "sealed:k1:AAAA", "sealed:k1"
        }) {
      assertThatThrownBy(() -> keys.open("sip", other))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aNewKeySealsAndTheOldOneOpensForAsLongAsItIsThere() throws IOException {
    String old = SealingKeys.read(file).seal("sip", "open sesame");

    assertThat(SealingKeys.add(file)).isEqualTo("k2");

    SealingKeys both = SealingKeys.read(file);
    assertThat(both.seal("sip", "x")).startsWith("sealed:k2:");
    assertThat(both.open("sip", old)).isEqualTo("open sesame");
    Files.writeString(file, Files.readAllLines(file).getFirst());
    assertThatThrownBy(() -> SealingKeys.read(file).open("sip", old))
        .hasMessageContaining("the key 'k1', which is not in the file");
    assertThat(SealingKeys.add(file)).as("k2 is still there").isEqualTo("k3");
    assertThat(SealingKeys.read(file).seal("sip", "x")).startsWith("sealed:k3:");
  }

  @Test
  void theFileIsItsOwnersAlone() throws IOException {
    SealingKeys.add(file);

    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void aFileOfSomethingElseIsRefusedWithoutShowingIt() throws IOException {
    Files.writeString(file, "k1 c2hvcnQ=");
    assertThatThrownBy(() -> SealingKeys.read(file))
        .hasMessageContaining("'k1'")
        .hasMessageContaining("32 bytes");

    Files.writeString(file, "my password!");
    assertThatThrownBy(() -> SealingKeys.read(file))
        .hasMessageContaining("no key")
        .hasMessageNotContaining("password");
  }
}
