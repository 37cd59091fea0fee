package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.access.Secret;

class KeysTest {
  private static final String OPERATORS = "/admin/workspaces/acme/keys";
  private static final String OWN = "/api/v1/keys";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String key(String role) {
    return gateway
        .admin("POST", OPERATORS, "{\"role\":\"" + role + "\"}")
        .json()
        .path("apiKey")
        .asText();
  }

  private Reply as(String key, String method, String path, String body) {
    return gateway.send(method, path, body, Map.of("x-api-key", key, "x-workspace-id", "acme"));
  }

  @Test
  void anOperatorsTokenInQuotesIsRefusedByName() {
    RunningGateway.Reply refused =
        gateway.send(
            "GET",
            OPERATORS,
            null,
            Map.of("Authorization", "Bearer \"" + RunningGateway.ADMIN + "\""));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("message").asText()).contains("token without quotes");
  }

  @Test
  void aNewKeyIsShownOnceOpensTheWorkspaceAndCanBeRevoked() {
    Reply made = gateway.admin("POST", OPERATORS, "{\"role\":\"member\"}");

    assertThat(made.status()).isEqualTo(201);
    String key = made.json().path("apiKey").asText();
    String id = made.json().path("id").asText();
    assertThat(key).matches("peal_[A-Za-z0-9_-]{43}");
    assertThat(as(key, "GET", AGENTS, null).status()).isEqualTo(200);
    Reply listed = gateway.admin("GET", OPERATORS, null);
    assertThat(listed.json().path("data").findValuesAsText("role"))
        .containsExactly("owner", "member");
    assertThat(listed.body()).doesNotContain(key, Secret.sha256(key));

    Reply revoked = gateway.admin("DELETE", OPERATORS + "/" + id, null);

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(as(key, "GET", AGENTS, null).status()).isEqualTo(401);
    assertThat(as(RunningGateway.KEY, "GET", AGENTS, null).status()).isEqualTo(200);
    assertThat(gateway.admin("DELETE", OPERATORS + "/" + id, null).status()).isEqualTo(404);
  }

  @Test
  void ownersAndAdminsManageKeysMembersDoNot() {
    String admin = key("admin");
    String member = key("member");

    assertThat(as(RunningGateway.KEY, "POST", OWN, "{\"role\":\"owner\"}").status()).isEqualTo(201);
    assertThat(as(admin, "POST", "/v1/api/keys", "{\"role\":\"member\"}").status()).isEqualTo(201);
    assertThat(as(admin, "GET", OWN, null).status()).isEqualTo(200);
    assertThat(as(admin, "POST", OWN, "{\"role\":\"owner\"}").status()).isEqualTo(403);
    assertThat(as(admin, "DELETE", OWN + "/key_acme", null).status()).isEqualTo(403);
    assertThat(as(member, "POST", OWN, "{\"role\":\"member\"}").status()).isEqualTo(403);
    assertThat(as(member, "GET", OWN, null).status()).isEqualTo(403);
    assertThat(as(member, "DELETE", OWN + "/key_acme", null).status()).isEqualTo(403);
  }

  @Test
  void aWorkspaceDoesNotLockItselfOut() {
    assertThat(as(RunningGateway.KEY, "DELETE", OWN + "/key_acme", null).status()).isEqualTo(409);
    assertThat(as(RunningGateway.KEY, "DELETE", OWN + "/key_rival", null).status()).isEqualTo(404);
  }

  @Test
  void aMemberChangesOnlyItsOwnAgents() {
    String agent =
        "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}";
    String member = key("member");
    String own = AGENTS + "/" + as(member, "POST", AGENTS, agent).json().path("_id").asText();
    String others = AGENTS + "/" + gateway.ask("POST", AGENTS, agent).json().path("_id").asText();

    assertThat(as(member, "PATCH", own, "{\"name\":\"B\"}").status()).isEqualTo(200);
    assertThat(as(member, "PATCH", others, "{\"name\":\"B\"}").status()).isEqualTo(403);
    assertThat(as(member, "DELETE", others, null).status()).isEqualTo(403);
    assertThat(gateway.ask("PATCH", own, "{\"name\":\"C\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"role\":\"king\"}", "{\"role\":7}", "[]", ""})
  void aWrongRoleIsRefused(String body) {
    assertThat(gateway.admin("POST", OPERATORS, body).status()).isEqualTo(400);
    assertThat(
            gateway
                .admin("POST", "/admin/workspaces/nowhere/keys", "{\"role\":\"member\"}")
                .status())
        .isEqualTo(404);
  }
}
