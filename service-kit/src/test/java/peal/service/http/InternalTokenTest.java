package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.service.Metrics;

@Timeout(120)
class InternalTokenTest {
  private static final String TOKEN = "a-token-of-this-test";
  private static final Optional<String> ABSENT = Optional.empty();

  private static int status(InternalToken server, String path, String token) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        HttpServer http =
            HttpServer.start(
                "127.0.0.1",
                0,
                new HttpServer.Health(() -> true, () -> true),
                Metrics.registry(),
                config -> {
                  server.guard(config, "/signed");
                  config.routes.get("/signed", ctx -> ctx.result("open"));
                  config.routes.get("/inside", ctx -> ctx.result("secret"));
                })) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(http.address().resolve(path)).timeout(Duration.ofSeconds(60));
      if (token != null) {
        request.header(InternalToken.HEADER, token);
      }
      return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
  }

  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "/inside,a-token-of-this-test,200",
        "/inside,-,401",
        "/inside,a-token-of-this-tesT,401",
        "/inside,a-token-of-this-test-,401",
        "/inside,'',401",
        "/nowhere,-,401",
        "/health,-,401",
        "/health/live/,-,401",
        "/metrics/../inside,-,401",
        "/health/live,-,200",
        "/health/ready,-,200",
        "/metrics,-,200",
        "/signed,-,200",
      })
  void everyPathIsClosedButThoseThatAreNamed(String path, String token, int status)
      throws Exception {
    assertThat(status(InternalToken.at("0.0.0.0", Optional.of(TOKEN)), path, token))
        .isEqualTo(status);
  }

  @Test
  void withoutATokenLoopbackIsOpen() throws Exception {
    assertThat(status(InternalToken.at("127.0.0.1", ABSENT), "/inside", null)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "::", "no-such-host.invalid"})
  void whatOthersCanReachNeedsAToken(String host) {
    assertThatThrownBy(() -> InternalToken.at(host, ABSENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEAL_INTERNAL_TOKEN must be set")
        .hasMessageContaining(host);
    assertThatCode(() -> InternalToken.at(host, Optional.of(TOKEN))).doesNotThrowAnyException();
  }

  @Test
  void whoAsksAnotherMachineNeedsAToken() {
    List<URI> here = List.of(URI.create("http://127.0.0.1:1"), URI.create("http://localhost:2"));
    List<URI> there = List.of(here.getFirst(), URI.create("http://10.1.2.3:1"));

    assertThatCode(() -> InternalToken.towards(here, ABSENT)).doesNotThrowAnyException();
    assertThatThrownBy(() -> InternalToken.towards(there, ABSENT)).hasMessageContaining("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"too-short", "with a blank in it", "with-ümlaut-in-it-"})
  void aTokenThatIsNoneIsRefusedAndNotShown(String token) {
    assertThatThrownBy(() -> InternalToken.at("127.0.0.1", Optional.of(token)))
        .hasMessageContaining("PEAL_INTERNAL_TOKEN must be")
        .hasMessageNotContaining(token);
    assertThat(InternalToken.at("127.0.0.1", Optional.of(TOKEN)).toString()).doesNotContain(TOKEN);
  }
}
