package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.gateway.RunningGateway.Reply;

class DialingTest {
  private static final String OWN = "/v1/api/dialing";
  private static final String OPERATORS = "/admin/dialing";
  private static final String WHY = "{\"reason\":\"the wrong list\"}";
  private static final String ALL = "{\"scope\":\"all\"}";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aWorkspaceStopsItselfAndResumesAndRepeatsChangeNothing() {
    assertThat(gateway.get(OWN).json().path("stopped").asBoolean()).isFalse();

    Reply stopped = gateway.ask("POST", OWN + "/stop", WHY);
    gateway.now.updateAndGet(now -> now.plusSeconds(60));
    Reply again = gateway.ask("POST", OWN + "/stop", "{\"reason\":\"another one\"}");

    assertThat(stopped.status()).isEqualTo(200);
    assertThat(stopped.json().path("stopped").asBoolean()).isTrue();
    JsonNode own = scope(stopped, "own");
    assertThat(own.path("by").asText()).isEqualTo("key_acme");
    assertThat(own.path("reason").asText()).isEqualTo("the wrong list");
    assertThat(own.path("at").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
    assertThat(scope(again, "own")).as("who, when and why stay").isEqualTo(own);

    Reply resumed = gateway.ask("POST", OWN + "/resume", null);
    DialingStop said = gateway.stops.get("own/acme").orElseThrow();
    gateway.now.updateAndGet(now -> now.plusSeconds(60));
    Reply twice = gateway.ask("POST", OWN + "/resume", null);

    assertThat(resumed.json().path("stopped").asBoolean()).isFalse();
    assertThat(resumed.json().path("message").asText()).contains("slowly");
    assertThat(twice.status()).isEqualTo(200);
    assertThat(gateway.stops.get("own/acme")).as("it begins slowly once").contains(said);
  }

  @Test
  void nobodyElseIsStoppedByIt() {
    gateway.ask("POST", OWN + "/stop", WHY);

    Reply rival =
        gateway.send(
            "GET",
            OWN,
            null,
            Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"));

    assertThat(rival.json().path("stopped").asBoolean()).isFalse();
    assertThat(rival.body()).doesNotContain("wrong list");
  }

  @Test
  void membersSeeItAndMayNotStopOrResume() {
    String made =
        gateway
            .admin("POST", "/admin/workspaces/acme/keys", "{\"role\":\"member\"}")
            .json()
            .path("apiKey")
            .asText();
    Map<String, String> member = Map.of("x-api-key", made, "x-workspace-id", "acme");

    assertThat(gateway.send("GET", OWN, null, member).status()).isEqualTo(200);
    Reply refused = gateway.send("POST", OWN + "/stop", WHY, member);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("message").asText()).contains("owners and admins", "paused");
    assertThat(gateway.send("POST", OWN + "/resume", null, member).status()).isEqualTo(403);
    assertThat(gateway.stops.keys()).isEmpty();
  }

  @Test
  void aStopIsNotRefusedForWhatWasAskedBefore() {
    gateway.close();
    gateway = new RunningGateway(Map.of("PEAL_API_REQUESTS_PER_MINUTE", "1"));
    gateway.get(OWN);
    assertThat(gateway.get(OWN).status()).isEqualTo(429);

    assertThat(gateway.ask("POST", OWN + "/stop", WHY).status()).isEqualTo(200);
    assertThat(gateway.ask("POST", OWN + "/resume", null).status()).isEqualTo(200);
  }

  @Test
  void aStopThatIsRepeatedWritesNothing() {
    gateway.ask("POST", OWN + "/stop", WHY);
    long written = gateway.stops.version();

    for (int i = 0; i < 3; i++) {
      assertThat(gateway.ask("POST", OWN + "/stop", WHY).status()).isEqualTo(200);
    }

    assertThat(gateway.stops.version()).isEqualTo(written);
  }

  @Test
  void whoStopsInALoopIsHeldUpAndAnotherKeyIsNot() {
    Map<String, String> member = key("member");
    Map<String, String> admin = key("admin");
    for (int i = 0; i < 100; i++) {
      assertThat(gateway.send("POST", OWN + "/stop", WHY, member).status()).isEqualTo(403);
    }
    for (int i = 0; i < 30; i++) {
      assertThat(gateway.ask("POST", OWN + "/stop", WHY).status()).isEqualTo(200);
      assertThat(gateway.ask("POST", OWN + "/resume", null).status()).isEqualTo(200);
    }

    assertThat(gateway.ask("POST", OWN + "/stop", WHY).status()).isEqualTo(429);
    assertThat(gateway.send("POST", OWN + "/stop", WHY, admin).status()).isEqualTo(200);
    assertThat(gateway.admin("POST", OPERATORS + "/stop", ALL).status()).isEqualTo(200);
  }

  private Map<String, String> key(String role) {
    String made =
        gateway
            .admin("POST", "/admin/workspaces/acme/keys", "{\"role\":\"" + role + "\"}")
            .json()
            .path("apiKey")
            .asText();
    return Map.of("x-api-key", made, "x-workspace-id", "acme");
  }

  @Test
  void whatTheOperatorStoppedOnlyTheOperatorResumes() {
    Reply stopped = gateway.admin("POST", OPERATORS + "/stop", ALL);
    assertThat(stopped.json().path("stopped").asBoolean()).isTrue();
    assertThat(scope(stopped, "all").path("by").asText()).isEqualTo("operator");
    gateway.ask("POST", OWN + "/stop", WHY);

    Reply half = gateway.ask("POST", OWN + "/resume", null);
    Reply refused = gateway.ask("POST", OWN + "/resume", null);

    assertThat(half.status()).isEqualTo(200);
    assertThat(half.json().path("stopped").asBoolean()).isTrue();
    assertThat(half.json().path("message").asText()).contains("until the operator resumes");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").asText()).isEqualTo("STOPPED_BY_OPERATOR");
    assertThat(refused.json().path("scope").asText()).isEqualTo("all");

    gateway.admin("POST", OPERATORS + "/resume", ALL);
    assertThat(gateway.get(OWN).json().path("stopped").asBoolean()).isFalse();
  }

  @Test
  void neitherLiftsWhatTheOtherSaidOfAWorkspace() {
    String acme = "{\"scope\":\"workspace\",\"id\":\"acme\"}";
    gateway.admin("POST", OPERATORS + "/stop", acme);
    assertThat(gateway.ask("POST", OWN + "/resume", null).json().path("message").asText())
        .contains("of this workspace, and only the operator");
    gateway.ask("POST", OWN + "/stop", WHY);

    Reply lifted = gateway.admin("POST", OPERATORS + "/resume", acme);

    assertThat(lifted.json().path("message").asText()).contains("has stopped itself, too");
    assertThat(gateway.get(OWN).json().path("stopped").asBoolean()).isTrue();
    assertThat(scope(gateway.admin("GET", OPERATORS, null), "own").path("id").asText())
        .isEqualTo("acme");
  }

  @Test
  void aCarrierIsStoppedByItsIdAndOneThatNobodyKnowsIsSaidToBeSo() {
    String message =
        gateway
            .admin("POST", OPERATORS + "/stop", "{\"scope\":\"carrier\",\"id\":\"twillio\"}")
            .json()
            .path("message")
            .asText();
    gateway.admin("POST", OPERATORS + "/stop", "{\"scope\":\"carrier\",\"id\":\"default\"}");

    assertThat(message).contains("'twillio' is stopped", "Known are default");
    assertThat(gateway.stops.get(Scope.CARRIER.key("twillio"))).isPresent();
    Reply seen = gateway.get(OWN);
    assertThat(seen.json().path("stopped").asBoolean()).as("others may dial").isFalse();
    assertThat(scope(seen, "carrier").path("stopped").asBoolean()).isTrue();
    assertThat(seen.body()).doesNotContain("twillio");
  }

  @Test
  void whatNamesNothingIsRefusedAndSaysWhatToDo() {
    assertRefused("{}", 400, "scope");
    assertRefused("{\"scope\":\"everything\"}", 400, "scope");
    assertRefused("{\"scope\":\"carrier\"}", 400, "id");
    assertRefused("{\"scope\":\"all\",\"id\":\"acme\"}", 400, "id");
    assertRefused("{\"scope\":\"all\",\"reason\":\"" + "x".repeat(201) + "\"}", 400, "reason");
    Reply unknown =
        gateway.admin("POST", OPERATORS + "/stop", "{\"scope\":\"workspace\",\"id\":\"acne\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(gateway.stops.keys()).isEmpty();
  }

  @Test
  void whereKafkaIsAwayNothingIsSaidToBeDone() {
    gateway.stops.broken = true;

    assertThat(gateway.ask("POST", OWN + "/stop", WHY).status()).isEqualTo(503);
    Reply unsure = gateway.ask("POST", OWN + "/resume", null);
    assertThat(unsure.status()).isEqualTo(503);
    assertThat(unsure.json().path("message").asText()).contains("Nothing was changed");
    assertThat(gateway.get(OWN).header(Stale.HEADER)).isEqualTo("true");
  }

  private void assertRefused(String body, int status, String field) {
    Reply refused = gateway.admin("POST", OPERATORS + "/stop", body);
    assertThat(refused.status()).as(body).isEqualTo(status);
    assertThat(refused.json().path("field").asText()).isEqualTo(field);
  }

  private static JsonNode scope(Reply reply, String scope) {
    return StreamSupport.stream(reply.json().path("scopes").spliterator(), false)
        .filter(each -> each.path("scope").asText().equals(scope))
        .findFirst()
        .orElseThrow();
  }
}
