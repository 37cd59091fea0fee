package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.domain.Workspace;
import peal.gateway.RunningGateway.Reply;

class RateLimitTest {
  private RunningGateway gateway = new RunningGateway(Map.of("PEAL_API_REQUESTS_PER_MINUTE", "5"));

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void restart(Map<String, String> settings) {
    gateway.close();
    gateway = new RunningGateway(settings);
  }

  @Test
  void everyAnswerTellsWhatIsLeftAndTheSixthIsRefused() {
    for (int left = 4; left >= 0; left--) {
      Reply reply = gateway.get(AGENTS);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("X-RateLimit-Limit")).isEqualTo("5");
      assertThat(reply.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
    }
    gateway.now.updateAndGet(now -> now.plus(Duration.ofSeconds(20)));

    Reply refused = gateway.get(AGENTS);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("40");
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.header("X-RateLimit-Reset"))
        .isEqualTo(Long.toString(gateway.now.get().getEpochSecond() + 40));
    assertThat(refused.json().path("error").path("code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(refused.json().path("error").path("message").asText()).contains("5 requests");
    assertThat(refused.json().path("error").path("reset_at").asText())
        .isEqualTo("2026-03-01T12:01:00.000Z");

    gateway.now.updateAndGet(now -> now.plus(Duration.ofSeconds(40)));
    assertThat(gateway.get(AGENTS).status()).isEqualTo(200);
  }

  @Test
  void theAgentsFamilyIsRefusedInItsOwnShapeFromTheSameAllowance() {
    for (int i = 0; i < 5; i++) {
      gateway.get(AGENTS);
    }

    Reply refused = gateway.get("/v1/agents");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("60");
    assertThat(refused.json().path("success").asBoolean(true)).isFalse();
    assertThat(refused.json().path("error").asText()).contains("5 requests");
    assertThat(refused.json().path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
  }

  @Test
  void oneKeyDoesNotUseUpAnothers() {
    for (int i = 0; i < 6; i++) {
      gateway.get(AGENTS);
    }

    assertThat(
            gateway
                .send(
                    "GET",
                    AGENTS,
                    null,
                    Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"))
                .status())
        .isEqualTo(200);
    assertThat(gateway.admin("GET", "/admin/workspaces", null).status()).isEqualTo(200);
  }

  @Test
  void aWorkspacesOwnLimitComesFirst() {
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"apiRequestsPerMinute\":0}");
    for (int i = 0; i < 10; i++) {
      assertThat(gateway.get(AGENTS).status()).isEqualTo(200);
    }
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"apiRequestsPerMinute\":1}");

    assertThat(gateway.get(AGENTS).status()).isEqualTo(200);
    assertThat(gateway.get(AGENTS).status()).isEqualTo(429);
  }

  @Test
  void severalGatewaysShareTheLimit() {
    restart(Map.of("PEAL_API_REQUESTS_PER_MINUTE", "5", "PEAL_GATEWAYS", "2"));
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.get(AGENTS).status()).isEqualTo(200);
    }

    assertThat(gateway.get(AGENTS).status()).isEqualTo(429);
  }

  @Test
  void newKeysMakeNoNewLimitOfTheWorkspace() {
    for (int made = 0; made < 10; made++) {
      String key = "peal_made-anew-" + made;
      Workspace acme = RunningGateway.workspace("acme", 2, key);
      gateway.workspaces.put("acme", withKeyId(acme, "key_" + made));
      for (int i = 0; i < 5; i++) {
        assertThat(gateway.get(AGENTS, key).status()).isEqualTo(200);
      }
    }
    Workspace acme = RunningGateway.workspace("acme", 2, "peal_the-eleventh");
    gateway.workspaces.put("acme", withKeyId(acme, "key_11"));

    Reply refused = gateway.get(AGENTS, "peal_the-eleventh");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("error").path("message").asText())
        .contains("All keys of this workspace", "50 requests");
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    gateway.now.updateAndGet(now -> now.plusSeconds(60));
    assertThat(gateway.get(AGENTS, "peal_the-eleventh").status()).isEqualTo(200);
  }

  private static Workspace withKeyId(Workspace workspace, String id) {
    Workspace.ApiKey key = workspace.keys().getFirst();
    return new Workspace(
        workspace.id(),
        workspace.name(),
        workspace.lanes(),
        workspace.limits(),
        List.of(new Workspace.ApiKey(id, key.sha256(), key.role())),
        workspace.phoneNumbers(),
        workspace.createdAt());
  }

  @Test
  void zeroIsNoLimit() {
    restart(Map.of());
    for (int i = 0; i < 100; i++) {
      Reply reply = gateway.get(AGENTS);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("X-RateLimit-Limit")).isNull();
    }
  }
}
