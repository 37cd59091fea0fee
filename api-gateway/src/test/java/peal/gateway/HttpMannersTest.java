package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCHES;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpMannersTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = new RunningGateway();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "GET,/nothing,404",
    "GET,/v1/nowhere,404",
    "POST,/v1/api/batch-calls/batch_b1/nowhere,404",
    "PUT,/v1/api/batch-calls,405",
    "PUT,/v1/api/batch-calls/batch_b1,405",
    "POST,/v1/api/batch-calls/template,405",
    "DELETE,/api/v1/agents,405",
    "PURGE,/api/v1/agents,405",
    "TRACE,/api/v1/agents,405",
  })
  void whatNoRouteAskedForIsRefusedInTheContractsShape(String method, String path, int status) {
    Reply reply = gateway.ask(method, path, null);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().path("error").isTextual()).isTrue();
    assertThat(reply.json().path("message").isTextual()).isTrue();
    assertThat(reply.json().path("code").isTextual()).isTrue();
    assertThat(reply.header("X-Request-Id")).isNotNull();
  }

  @Test
  void aHeadDoesNotClaimThatAnythingExists() {
    assertThat(gateway.ask("HEAD", BATCHES + "/batch_nowhere", null).status()).isEqualTo(405);
    assertThat(gateway.ask("HEAD", "/health/live", null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/api/batch-calls/a%2Fb",
        "/v1/api/batch-calls/a%00b",
        "/v1/api/batch-calls/%ZZ",
        "/v1/api/batch-calls/..;/x",
        "/v1/api/batch-calls/%2e%2e",
        "/v1/api/batch-calls/a%5Cb",
        "/v1/api/batch-calls/%ff",
        "/v1/api/batch-calls//x",
        "/v1/api/batch-calls/batch_b1/calls/%2F..%2F",
      })
  void noPathMakesAFault(String path) throws IOException {
    String answer =
        RawHttp.send(
            gateway.port(),
            "GET %s HTTP/1.1\nHost: x\nx-api-key: %s\nx-workspace-id: acme\nConnection: close\n\n"
                .formatted(path, RunningGateway.KEY));

    assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*");
    assertThat(answer).contains("\"error\"", "X-Request-Id").doesNotContain("\tat ");
  }

  @Test
  void requestsAreCountedByPatternAndNeverById() {
    gateway.get(BATCHES + "/batch_counted/calls");
    gateway.get("/some/odd/path");

    String metrics = gateway.get("/metrics").body();

    assertThat(metrics)
        .contains("peal_gateway_requests_seconds_count")
        .contains("route=\"/v1/api/batch-calls/{batchId}/calls\"")
        .contains("route=\"none\"")
        .contains("status=\"2xx\"")
        .doesNotContain("batch_counted", "odd");
  }
}
