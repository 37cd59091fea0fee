package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
  void aKeyThatAnotherGatewayHasJustMadeOpensThisOne() {
    try (RunningGateway second = new RunningGateway()) {
      second.workspaces.elsewhere =
          () -> second.workspaces.put("fresh", RunningGateway.workspace("fresh", 1, "peal_fresh"));

      RunningGateway.Reply reply =
          second.send(
              "GET",
              RunningGateway.BATCHES,
              null,
              Map.of("x-api-key", "peal_fresh", "x-workspace-id", "fresh"));

      assertThat(reply.status()).isEqualTo(200);
    }
  }

  /** Whoever guesses keys is slowed down; who shares the address and has one is not. */
  @Test
  void unknownKeysOfOneAddressAreLookedAtSoManyTimesAMinute() {
    try (RunningGateway besieged =
        new RunningGateway(Map.of("PEAL_UNKNOWN_KEYS_PER_MINUTE", "60"))) {
      for (int i = 0; i < 60; i++) {
        assertThat(besieged.get(RunningGateway.AGENTS, "guess-" + i).status()).isEqualTo(401);
      }

      RunningGateway.Reply slowed = besieged.get(RunningGateway.AGENTS, "guess-60");

      assertThat(slowed.status()).isEqualTo(429);
      assertThat(slowed.header("Retry-After")).isNotNull();
      assertThat(besieged.get(RunningGateway.AGENTS).status()).isEqualTo(200);
      assertThat(besieged.admin("GET", "/admin/workspaces", null).status()).isEqualTo(200);
      besieged.now.updateAndGet(now -> now.plusSeconds(60));
      assertThat(besieged.get(RunningGateway.AGENTS, "guess-61").status()).isEqualTo(401);
    }
  }

  /** Looks at what other gateways have made are few, and new keys need them. */
  @Test
  void whoIsSlowedDownUsesUpNoLooks() {
    try (RunningGateway besieged =
        new RunningGateway(Map.of("PEAL_UNKNOWN_KEYS_PER_MINUTE", "5"))) {
      AtomicInteger looks = new AtomicInteger();
      besieged.workspaces.elsewhere = looks::incrementAndGet;
      for (int i = 0; i < 10; i++) {
        besieged.get(RunningGateway.AGENTS, "guess-" + i);
      }

      assertThat(looks).hasValue(5);
    }
  }

  @Test
  void aTableThatIsNotReadAnyMoreIsAReasonForARestart() {
    gateway.workspaces.alive = false;
    try {
      assertThat(gateway.get("/health/ready").status()).isEqualTo(503);
      assertThat(gateway.get("/health/live").status()).isEqualTo(503);
    } finally {
      gateway.workspaces.alive = true;
    }
  }

  /** There is one token: who guesses must not learn of the right one as fast as the wire goes. */
  @Test
  void whoHasGuessedTooMuchOfTheOperatorsTokenIsNotLookedAt() {
    try (RunningGateway besieged =
        new RunningGateway(Map.of("PEAL_UNKNOWN_KEYS_PER_MINUTE", "5"))) {
      for (int i = 0; i < 10; i++) {
        assertThat(besieged.admin("GET", "/admin/workspaces", null).status()).isEqualTo(200);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(guess(besieged, i).status()).isEqualTo(401);
      }

      assertThat(guess(besieged, 5).status()).isEqualTo(429);
      RunningGateway.Reply right = besieged.admin("GET", "/admin/workspaces", null);
      assertThat(right.status()).isEqualTo(429);
      assertThat(right.header("Retry-After")).isNotNull();
      assertThat(besieged.get(RunningGateway.AGENTS, "no-key").status()).isEqualTo(401);

      besieged.now.updateAndGet(now -> now.plusSeconds(60));
      assertThat(besieged.admin("GET", "/admin/workspaces", null).status()).isEqualTo(200);
    }
  }

  private static RunningGateway.Reply guess(RunningGateway gateway, int i) {
    return gateway.send(
        "GET", "/admin/workspaces", null, Map.of("Authorization", "Bearer a-guess-at-it-" + i));
  }

  @Test
  void aKeyInQuotesIsRefusedByName() {
    String quoted = "\"" + RunningGateway.KEY + "\"";

    RunningGateway.Reply header =
        gateway.send(
            "GET",
            RunningGateway.BATCHES,
            null,
            Map.of("x-api-key", quoted, "x-workspace-id", "acme"));
    RunningGateway.Reply bearer =
        gateway.send("GET", "/v1/agents", null, Map.of("Authorization", "Bearer " + quoted));
    RunningGateway.Reply workspace =
        gateway.send(
            "GET",
            RunningGateway.BATCHES,
            null,
            Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "\"acme\""));

    assertThat(header.status()).isEqualTo(401);
    assertThat(header.json().path("message").asText()).contains("x-api-key", "quotes");
    assertThat(bearer.status()).isEqualTo(401);
    assertThat(bearer.json().path("error").asText()).contains("Authorization", "quotes");
    assertThat(workspace.status()).isEqualTo(403);
    assertThat(workspace.json().path("message").asText()).contains("x-workspace-id", "quotes");
  }

  /** Whoever copies a key out of a document gets the document's quotes, in UTF-8 or Windows'. */
  @ParameterizedTest
  @CsvSource({
    "UTF-8, \u201C, \u201D",
    "UTF-8, \u2018, \u2019",
    "UTF-8, \u201E, \u201C",
    "UTF-8, \u00AB, \u00BB",
    "windows-1252, \u201C, \u201D",
    "ISO-8859-1, \u00AB, \u00BB"
  })
  void aKeyInCurlyQuotesIsRefusedByName(String encoding, String before, String after)
      throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-workspace-id: acme\r\nx-api-key: %s\r\n\r\n"
            .formatted(RunningGateway.BATCHES, before + RunningGateway.KEY + after);

    String answer = RawHttp.send(gateway.port(), "", out -> out.write(request.getBytes(encoding)));

    assertThat(answer).startsWith("HTTP/1.1 401 ").contains("x-api-key has quotes");
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
