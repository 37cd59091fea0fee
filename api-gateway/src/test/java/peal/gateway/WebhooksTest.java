package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

class WebhooksTest {
  private static final String WEBHOOKS = "/v1/api/webhooks";
  private static final String CRM = "{\"url\":\"https://crm.example.com/peal\"}";

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
  void theSecretIsShownWhenItIsMadeAndNeverAgain() {
    Reply made = gateway.ask("POST", WEBHOOKS, CRM);
    String id = made.json().path("id").asText();

    Reply shown = gateway.get(WEBHOOKS + "/" + id);
    Reply rotated = gateway.ask("POST", WEBHOOKS + "/" + id + "/secret", null);

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().path("secret").asText()).startsWith("whsec_");
    assertThat(shown.json().has("secret")).isFalse();
    assertThat(gateway.get(WEBHOOKS).body()).contains(id).doesNotContain("whsec_");
    assertThat(rotated.json().path("secret").asText())
        .startsWith("whsec_")
        .isNotEqualTo(made.json().path("secret").asText());
    assertThat(gateway.webhooks.get("acme/" + id).orElseThrow().toString())
        .doesNotContain("whsec_");
  }

  @Test
  void itIsChangedAndDeleted() {
    String id = gateway.ask("POST", WEBHOOKS, CRM).json().path("id").asText();
    String path = WEBHOOKS + "/" + id;

    Reply off = gateway.ask("PATCH", path, "{\"active\":false,\"events\":[\"call.ended\"]}");
    gateway.ask("DELETE", path, null);

    assertThat(off.json().path("status").asText()).isEqualTo("off");
    assertThat(off.json().path("events").path(0).asText()).isEqualTo("call.ended");
    assertThat(off.json().path("url").asText()).isEqualTo("https://crm.example.com/peal");
    assertThat(gateway.get(path).status()).isEqualTo(404);
  }

  @Test
  void aFieldThatIsNotReadIsRefused() {
    String id = gateway.ask("POST", WEBHOOKS, CRM).json().path("id").asText();

    for (Reply refused :
        new Reply[] {
          gateway.ask("POST", WEBHOOKS, "{\"url\":\"https://a.example\",\"event\":[]}"),
          gateway.ask("PATCH", WEBHOOKS + "/" + id, "{\"Active\":false}"),
          gateway.ask("POST", WEBHOOKS + "/" + id + "/replay", "{\"since\":\"2026-02-20\"}")
        }) {
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("code").asText()).isEqualTo("UNKNOWN_FIELD");
    }
  }

  @Test
  void anotherWorkspacesIsUnknown() {
    String id = gateway.ask("POST", WEBHOOKS, CRM).json().path("id").asText();
    Map<String, String> rival =
        Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival");

    assertThat(gateway.send("GET", WEBHOOKS + "/" + id, null, rival).status()).isEqualTo(404);
  }

  @Test
  void aReplayBeginsInTheLastThirtyDays() {
    String id = gateway.ask("POST", WEBHOOKS, CRM).json().path("id").asText();
    String path = WEBHOOKS + "/" + id + "/replay";

    assertThat(gateway.ask("POST", path, "{\"from\":\"2026-02-20T00:00:00Z\"}").status())
        .isEqualTo(200);
    assertThat(gateway.webhooks.get("acme/" + id).orElseThrow().begun()).isEqualTo(2);
    for (String from : new String[] {"2026-03-02T00:00:00Z", "2026-01-01T00:00:00Z", "now"}) {
      Reply refused = gateway.ask("POST", path, "{\"from\":\"" + from + "\"}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("field").asText()).isEqualTo("from");
    }
  }

  @Test
  void aWorkspaceHasAsManyAsItMay() {
    for (int i = 0; i < 20; i++) {
      gateway.now.updateAndGet(at -> at.plus(Duration.ofMillis(1)));
      assertThat(gateway.ask("POST", WEBHOOKS, CRM).status()).isEqualTo(200);
    }

    Reply one = gateway.ask("POST", WEBHOOKS, CRM);

    assertThat(one.status()).isEqualTo(409);
    assertThat(one.json().path("code").asText()).isEqualTo("TOO_MANY_WEBHOOKS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://93.184.215.14/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.1.1/",
        "https://[::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://localhost/"
      })
  void anAddressThatIsNotOfTheOpenInternetIsRefused(String url) {
    try (RunningGateway wary =
        new RunningGateway(Map.of("PEAL_WEBHOOK_PRIVATE_ADDRESSES", "false"))) {
      Reply refused = wary.ask("POST", WEBHOOKS, "{\"url\":\"" + url + "\"}");

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("field").asText()).isEqualTo("url");
    }
  }

  @Test
  void withoutAnOperatorsKeyThereAreNone() {
    gateway.close();
    gateway = new RunningGateway(Map.of("PEAL_WEBHOOK_KEY", ""));

    Reply refused = gateway.ask("POST", WEBHOOKS, CRM);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("code").asText()).isEqualTo("NO_WEBHOOKS");
  }
}
