package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import peal.testkit.api.Answer;

/** A handful through the gateway; every bad file has its test in the ingest service. */
@ExtendWith(SharedRoad.class)
class BadUploadTest {
  private static final String GOOD = "phone_number\n+15551001000\n";

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments("a bad number", "phone_number\n+15551001000\n12\n", Map.of(), 400),
        arguments("no data row", "phone_number\n", Map.of(), 400),
        arguments("no phone_number", "name\nAda\n", Map.of(), 400),
        arguments("an unclosed quote", "phone_number,a\n+15551001000,\"x\n", Map.of(), 400),
        arguments("the past", GOOD, Map.of("scheduledAt", "2020-01-01T00:00:00Z"), 400),
        arguments("gaps too short", GOOD, callbacks("{\"hours\": 0.01}"), 400),
        arguments("an agent of nobody", GOOD, Map.of("agentId", "agent_nobody"), 404));
  }

  private static Map<String, String> callbacks(String gap) {
    return Map.of(
        "smartCallbackConfig",
        "{\"enabled\": true, \"maxAttempts\": 1, \"gaps\": [%s]}".formatted(gap));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void isRefusedWithAReasonAndStartsNothing(
      String what, String csv, Map<String, String> fields, int status, Road road) {
    Customer customer = road.customer(50, 10);
    Map<String, String> form = new HashMap<>(Map.of("agentId", customer.agentId()));
    form.putAll(fields);

    Answer answer = customer.client().upload(csv.getBytes(StandardCharsets.UTF_8), form);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error")).isNotBlank();
    assertThat(answer.text("message")).isNotBlank();
    assertThat(answer.text("code")).matches("[A-Z_]+");
    assertThat(customer.client().list("").ok().path("pagination").path("total").asInt(-1)).isZero();
  }

  @Test
  void aBadRowIsNamedWithItsRowLineColumnAndCode(Road road) {
    Customer customer = road.customer(50, 10);

    Answer answer =
        customer
            .client()
            .upload(
                "phone_number,a\n+15551001000,\"x\ny\"\n+15551001001x,z\n"
                    .getBytes(StandardCharsets.UTF_8),
                Map.of("agentId", customer.agentId()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("invalidRows").asInt()).isEqualTo(1);
    var error = answer.body().path("errors").path(0);
    assertThat(error.path("row").asInt()).isEqualTo(2);
    assertThat(error.path("line").asInt()).isEqualTo(4);
    assertThat(error.path("column").asText()).isEqualTo("phone_number");
    assertThat(error.path("code").asText()).isEqualTo("not_a_number");
  }
}
