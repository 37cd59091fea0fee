package peal.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Secrets;

class AccessTest {
  private static final URI WRITTEN = URI.create("http://127.0.0.1:9999");

  private final Secrets secrets = Secrets.random(new SecureRandom()).withUrl(WRITTEN);

  @TempDir Path data;

  @BeforeEach
  void anUpHasRunHere() throws IOException {
    secrets.write(DataFolder.secretsFile(data));
  }

  @Test
  void whatUpWroteIsEnough() {
    Access access = Access.find(Optional.empty(), data, Map.of());

    assertThat(access.url()).isEqualTo(WRITTEN);
    assertThat(access.apiKey()).isEqualTo(secrets.apiKey());
    assertThat(access.workspace()).isEqualTo(secrets.workspace());
    assertThat(access.adminToken()).isEqualTo(secrets.adminToken());
  }

  @Test
  void theOptionBeatsTheEnvironmentAndThatTheFile() {
    Map<String, String> environment =
        Map.of("PEAL_URL", "http://env:1", "PEAL_API_KEY", "k", "PEAL_WORKSPACE", "w");

    Access byOption = Access.find(Optional.of("http://option:1"), data, environment);
    Access byEnvironment = Access.find(Optional.empty(), data, environment);

    assertThat(byOption.url()).hasToString("http://option:1");
    assertThat(byEnvironment.url()).hasToString("http://env:1");
    assertThat(byEnvironment.apiKey()).isEqualTo("k");
    assertThat(byEnvironment.workspace()).isEqualTo("w");
  }

  @Test
  void keysOfTheFileAreNotSentToAnotherServer() {
    Access other = Access.find(Optional.of("https://peal.example.com"), data, Map.of());

    assertThatThrownBy(other::apiKey)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("PEAL_API_KEY is not set for https://peal.example.com");
    assertThatThrownBy(other::adminToken).isInstanceOf(Refused.class);
  }

  @Test
  void withoutAFileTheServerIsWhereUpServesByDefault() {
    Access access = Access.find(Optional.empty(), data.resolve("absent"), Map.of());

    assertThat(access.url()).isEqualTo(Access.DEFAULT_URL);
  }
}
