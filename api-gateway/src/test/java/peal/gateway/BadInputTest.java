package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.docs.ApiDocument;
import peal.testkit.contract.ApiContract;
import peal.testkit.contract.BadRequest;
import peal.testkit.contract.BadRequest.Body;
import peal.testkit.contract.BadRequests;
import peal.testkit.contract.Operation;

/**
 * What no client should send, to every operation of the API's document: each is refused in the
 * contract's shape, naming what is wrong, and the log has no word of it.
 *
 * <p>What the gateway hands on is judged by the services behind it. Here these are stubs; the
 * end-to-end tests send the same requests to real ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class BadInputTest {
  private static final ApiContract CONTRACT = new ApiContract(ApiDocument.read());
  private static final String BOUNDARY = "peal-bad-input";

  private Besieged besieged;

  @BeforeAll
  void start() {
    besieged = new Besieged();
  }

  @AfterAll
  void stop() {
    besieged.close();
  }

  static List<Operation> operations() {
    return CONTRACT.operations();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyBadRequestIsRefusedAndNamed(Operation operation) {
    List<String> findings = new ArrayList<>();
    try (QuietLog log = new QuietLog()) {
      for (BadRequest bad : BadRequests.to(operation, CONTRACT)) {
        try {
          check(bad, send(bad));
        } catch (AssertionError e) {
          findings.add(bad + ": " + e.getMessage());
        }
      }
      log.assertThatNothingWasWorthAWarning();
    }

    assertThat(findings).isEmpty();
  }

  private static void check(BadRequest bad, Reply reply) {
    JsonNode json = reply.json();
    if (json.path("code").asText().equals(Besieged.BEHIND)) {
      assertThat(isForOthersToJudge(bad)).as("handed on").isTrue();
      return;
    }
    assertThat(reply.status()).as(reply.body()).isIn(bad.statuses());
    if (bad.named().isPresent()) {
      String field = json.path("field").asText(json.path("parameter").asText());
      assertThat(bad.isNamedBy(field)).as(reply.body()).isTrue();
      assertThat(reply.body()).contains("'" + field + "'");
    }
  }

  /** What is no JSON object, comes without a key, or has an odd header goes no further. */
  private static boolean isForOthersToJudge(BadRequest bad) {
    boolean readsJson =
        bad.operation()
            .requestContent()
            .filter(type -> type.has("application/json") && !type.has("multipart/form-data"))
            .isPresent();
    return bad.headers().isEmpty()
            && bad.without().isEmpty()
            && (!readsJson || bad.named().isPresent() || bad.what().equals("an empty object"))
        || bad.what().startsWith("no form");
  }

  private Reply send(BadRequest bad) {
    Map<String, String> headers = new HashMap<>(Besieged.headers(bad.operation().path()));
    headers.keySet().removeAll(bad.without());
    String body =
        switch (bad.body().orElse(null)) {
          case null -> null;
          case Body.Text text -> made(text.text());
          case Body.Form form -> {
            headers.put("content-type", "multipart/form-data; boundary=" + BOUNDARY);
            yield multipart(form.fields());
          }
        };
    bad.headers()
        .forEach((name, value) -> {
          headers.keySet().removeIf(name::equalsIgnoreCase);
          headers.put(name, value);
        });
    return besieged.refused(bad.operation().method(), made(bad.target()), body, headers);
  }

  /** With things that there are here in place of the document's examples. */
  private String made(String text) {
    return text.replaceAll("agent_01m814[0-9a-z]{20}", besieged.agent)
        .replaceAll("flow_01m814[0-9a-z]{20}", besieged.flow)
        .replaceAll("whk_01m814[0-9a-z]{20}", besieged.webhook)
        .replace("front-desk", "number_1");
  }

  private static String multipart(Map<String, String> fields) {
    StringBuilder form = new StringBuilder();
    fields.forEach((name, value) ->
        form.append(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
                .formatted(
                    BOUNDARY, name, name.equals("file") ? "; filename=\"calls.csv\"" : "", value)));
    return form.append("--" + BOUNDARY + "--\r\n").toString();
  }

  @Test
  void everyOperationThatTakesAnythingMeetsBadRequests() {
    Stream<Operation> spared =
        CONTRACT.operations().stream()
            .filter(operation -> BadRequests.to(operation, CONTRACT).isEmpty());

    assertThat(spared)
        .allMatch(operation -> operation.parameters().isEmpty() && operation.security().isEmpty())
        .extracting(Operation::path)
        .doesNotContain("/v1/api/workspace")
        .contains("/metrics");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Request-Id: a\rSet-Cookie: b=c",
        "x-workspace-id: acme\0",
        "Idempotency-Key: a\n b",
        "Content-Type: application/json\r",
        "X\0: y"
      })
  void noHeadSmugglesAnything(String header) throws IOException {
    for (Operation operation : CONTRACT.operations()) {
      String head =
          "%s %s HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 0\nx-api-key: %s\n"
              .formatted(
                  operation.method(),
                  operation.path().replaceAll("\\{[^}]*}", "x"),
                  RunningGateway.KEY);

      String answer = RawHttp.send(besieged.gateway.port(), head + header + "\n\n");

      assertThat(answer).as("%s, %s", operation, header).startsWith("HTTP/1.1 4");
      assertThat(answer).doesNotContain("Set-Cookie", "\tat ");
    }
  }
}
