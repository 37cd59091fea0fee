package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = new RunningGateway();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @ParameterizedTest(name = "key {0}, workspace {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "peal_key-of-acme-0001,acme,200,-",
        "-,acme,401,UNAUTHORIZED",
        "-,-,401,UNAUTHORIZED",
        "wrong,acme,401,UNAUTHORIZED",
        "wrong,-,401,UNAUTHORIZED",
        "wrong,nowhere,401,UNAUTHORIZED",
        "peal_key-of-acme-0001,rival,403,FORBIDDEN",
        "peal_key-of-acme-0001,nowhere,403,FORBIDDEN",
        "peal_key-of-acme-0001,../acme,403,FORBIDDEN",
        "peal_key-of-acme-0001,-,400,WORKSPACE_MISSING",
      })
  void theDoorOpensOnlyForTheWorkspacesOwnKey(
      String key, String workspace, int status, String code) {
    Map<String, String> headers = new HashMap<>();
    if (key != null) {
      headers.put("x-api-key", key);
    }
    if (workspace != null) {
      headers.put("x-workspace-id", workspace);
    }

    for (String path :
        new String[] {
          RunningGateway.BATCHES,
          "/v1/batch-calls",
          RunningGateway.BATCHES + "/template",
          RunningGateway.AGENTS,
          "/v1/api/agents"
        }) {
      RunningGateway.Reply reply = gateway.send("GET", path, null, headers);

      assertThat(reply.status()).as(path).isEqualTo(status);
      if (code != null) {
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        assertThat(reply.json().path("error").isTextual()).isTrue();
        assertThat(reply.json().path("message")).isEqualTo(reply.json().path("details"));
      }
    }
  }

  @Test
  void noHandlerRunsBeforeTheDoorOpens() {
    int before = gateway.ingest.asked.size();

    RunningGateway.Reply reply =
        gateway.send("POST", RunningGateway.BATCHES, "file", Map.of("x-workspace-id", "acme"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(gateway.ingest.asked).hasSize(before);
  }

  @Test
  void untilAllKeysAreKnownNobodyIsCalledUnauthorized() {
    gateway.workspaces.caughtUp = false;
    try {
      RunningGateway.Reply reply = gateway.get(RunningGateway.BATCHES);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isNotNull();
      assertThat(gateway.get("/health/ready").status()).isEqualTo(503);
      assertThat(gateway.get("/health/live").status()).isEqualTo(200);
    } finally {
      gateway.workspaces.caughtUp = true;
    }
  }
}
