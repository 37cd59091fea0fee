package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AllowedOriginsTest {
  private static final String ORIGIN = "https://crm.example.com";

  private static RunningGateway allowing(String origins) {
    return new RunningGateway(Map.of("PEAL_ALLOWED_ORIGINS", origins));
  }

  private static String ask(RunningGateway gateway, String method, String path, String origin)
      throws IOException {
    return RawHttp.send(
        gateway.port(),
        "%s %s HTTP/1.1\nHost: x\nOrigin: %s\nAccess-Control-Request-Method: POST\nConnection: close\n\n"
            .formatted(method, path, origin));
  }

  @Test
  void optionsAreAnsweredWithoutAKey() throws IOException {
    try (RunningGateway gateway = new RunningGateway()) {
      String answer = ask(gateway, "OPTIONS", RunningGateway.BATCHES + "/batch_1", ORIGIN);

      assertThat(answer)
          .startsWith("HTTP/1.1 204 ")
          .contains("Allow: GET, PATCH, DELETE, OPTIONS")
          .doesNotContain("Access-Control");
      assertThat(ask(gateway, "OPTIONS", "/v1/nowhere", ORIGIN)).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void aPageOfANamedOriginMayCall() throws IOException {
    try (RunningGateway gateway = allowing("https://other.example, HTTPS://CRM.example.com")) {
      String preflight = ask(gateway, "OPTIONS", RunningGateway.BATCHES, ORIGIN);
      String refused = ask(gateway, "GET", RunningGateway.BATCHES, ORIGIN);

      assertThat(preflight)
          .startsWith("HTTP/1.1 204 ")
          .contains(
              "Access-Control-Allow-Origin: " + ORIGIN,
              "Access-Control-Allow-Methods: GET, POST, OPTIONS",
              "Access-Control-Allow-Headers: ",
              "x-api-key",
              "x-workspace-id",
              "Idempotency-Key");
      assertThat(refused)
          .startsWith("HTTP/1.1 401 ")
          .contains("Access-Control-Allow-Origin: " + ORIGIN, "Vary: Origin");
    }
  }

  @Test
  void aPageOfAnyOtherOriginMayNot() throws IOException {
    try (RunningGateway gateway = allowing(ORIGIN)) {
      String answer =
          ask(gateway, "OPTIONS", RunningGateway.BATCHES, "https://crm.example.com.evil.example");

      assertThat(answer).startsWith("HTTP/1.1 204 ").doesNotContain("Access-Control");
    }
  }
}
