package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private final Secrets fresh = Secrets.random(new SecureRandom());

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    // given
    Secrets written = fresh.withAgent("agent_1").withUrl(URI.create("http://127.0.0.1:8080"));
    Path file = folder.resolve("secrets.properties");

    // when
    written.write(file);

    // then
    assertThat(Secrets.read(file)).contains(written);
    assertThat(Files.list(folder)).containsExactly(file);
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    Path file = folder.resolve("secrets.properties");

    fresh.write(file);
    fresh.withAgent("agent_1").write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void noFileIsNoSecrets() throws IOException {
    assertThat(Secrets.read(folder.resolve("absent"))).isEmpty();
  }

  @Test
  void aFileThatLacksASecretIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("secrets.properties"), "workspace=demo\n");

    assertThatThrownBy(() -> Secrets.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("secrets.properties has no 'admin-token'");
  }

  @Test
  void presetsWinAndAnotherWorkspaceForgetsTheAgent() {
    // given
    Secrets kept = fresh.withAgent("agent_1");

    // when
    Secrets sameWorkspace = kept.preset(Map.of("PEAL_API_KEY", "key-of-my-own-choice"));
    Secrets otherWorkspace = kept.preset(Map.of("PEAL_WORKSPACE", "acme", "PEAL_API_KEY", " "));

    // then
    assertThat(sameWorkspace.apiKey()).isEqualTo("key-of-my-own-choice");
    assertThat(sameWorkspace.agent()).contains("agent_1");
    assertThat(otherWorkspace.workspace()).isEqualTo("acme");
    assertThat(otherWorkspace.apiKey()).isEqualTo(kept.apiKey());
    assertThat(otherWorkspace.agent()).isEqualTo(Optional.empty());
  }

  @Test
  void noSecretIsPrintedByAccident() {
    assertThat(fresh.toString())
        .doesNotContain(fresh.apiKey(), fresh.adminToken(), fresh.carrierSecret());
  }
}
