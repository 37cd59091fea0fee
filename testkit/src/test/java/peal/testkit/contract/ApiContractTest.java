package peal.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.testkit.api.Exchange;

class ApiContractTest {
  private static final String BELL = "{\"name\": \"Tenor\", \"weight\": 5}";

  private final Map<String, List<String>> answerHeaders =
      new HashMap<>(Map.of("Content-Type", List.of("application/json"), "X-Id", List.of("1")));
  private final Map<String, String> headers = new HashMap<>(Map.of("x-key", "k"));

  private static ObjectNode document() {
    try {
      return (ObjectNode)
          new ObjectMapper()
              .readTree(
                  """
                  {"openapi": "3.1.0",
                   "security": [{"key": []}],
                   "paths": {
                     "/bells/{id}": {
                       "get": {
                         "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
                         "responses": {"200": {"$ref": "#/components/responses/Bell"}}},
                       "patch": {
                         "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bell"}}}},
                         "responses": {"200": {"$ref": "#/components/responses/Bell"},
                                       "400": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}}}},
                     "/bells/all": {"get": {"responses": {"204": {"description": "none"}}}}},
                   "components": {
                     "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-key"}},
                     "responses": {"Bell": {
                       "headers": {"X-Id": {"required": true, "schema": {"type": "integer"}}},
                       "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bell"}}}}},
                     "schemas": {
                       "Bell": {"type": "object", "required": ["name"],
                                "properties": {"name": {"type": "string"}, "weight": {"type": "number"}}},
                       "Error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}}}}
                  """);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> complaints(
      String method, String target, String sent, int status, String answer) {
    return complaints(document(), method, target, sent, status, answer);
  }

  private List<String> complaints(
      JsonNode document, String method, String target, String sent, int status, String answer) {
    return new ApiContract(document).complaints(exchange(method, target, sent, status, answer));
  }

  private Exchange exchange(String method, String target, String sent, int status, String answer) {
    return new Exchange(
        method,
        target,
        headers,
        sent == null ? Exchange.Sent.NOTHING : Exchange.Sent.text(sent),
        status,
        HttpHeaders.of(answerHeaders, (name, value) -> true),
        answer.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatTheDocumentDescribesPasses() {
    assertThat(complaints("GET", "/bells/b1?page=2", null, 200, BELL)).isEmpty();
    assertThat(complaints("PATCH", "/bells/b1", BELL, 200, BELL)).isEmpty();
  }

  @Test
  void aFieldThatIsTakenOutOfTheDocumentIsOneTooManyInTheAnswer() {
    ObjectNode document = document();
    ((ObjectNode) document.at("/components/schemas/Bell/properties")).remove("weight");

    assertThat(complaints(document, "GET", "/bells/b1", null, 200, BELL))
        .singleElement()
        .asString()
        .contains("weight");
    assertThatThrownBy(
            () -> new ApiContract(document).check(exchange("GET", "/bells/b1", null, 200, BELL)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /bells/b1 answered 200");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/bells/b1|200|{\"weight\": 5}|name",
        "GET|/bells/b1|200|{\"name\": 5}|string",
        "GET|/bells/b1|200|none|no JSON",
        "GET|/bells/b1|200|''|body is missing",
        "GET|/bells/b1|418|{}|no status 418",
        "GET|/towers/t1|200|{}|no such path",
        "DELETE|/bells/b1|200|{}|no such path or method",
        "DELETE|/bells/b1|405|{\"oops\": 1}|shape of its own",
        "GET|/bells/b1?page=0|200|{\"name\": \"x\"}|accepted, but page",
        "GET|/bells/b1?page=x|200|{\"name\": \"x\"}|accepted, but page",
        "GET|/bells/b1?page=1&page=2|200|{\"name\": \"x\"}|page was sent 2 times",
        "GET|/bells/all|200|{\"name\": \"x\"}|no status 200",
      })
  void whatItDoesNotDescribeIsNamed(
      String method, String target, int status, String answer, String complaint) {
    assertThat(complaints(method, target, null, status, answer))
        .anySatisfy(each -> assertThat(each).contains(complaint));
  }

  @Test
  void aRequestThatWasAcceptedMustBeGoodAndOneThatWasRefusedMayBeAnything() {
    assertThat(complaints("PATCH", "/bells/b1", "{\"name\": 1}", 200, BELL))
        .anySatisfy(each -> assertThat(each).startsWith("accepted, but"));
    answerHeaders.remove("X-Id");
    assertThat(complaints("PATCH", "/bells/b1", "{\"name\": 1}", 400, "{\"error\": \"no\"}"))
        .isEmpty();
  }

  @Test
  void whoComesInWithoutAKeyIsNoticed() {
    headers.clear();

    assertThat(complaints("GET", "/bells/b1", null, 200, BELL))
        .anySatisfy(each -> assertThat(each).contains("it wants one of"));
  }

  @Test
  void headersAreHeldAgainstTheDocumentToo() {
    answerHeaders.put("X-Id", List.of("one"));
    answerHeaders.put("X-Secret", List.of("1"));

    assertThat(complaints("GET", "/bells/b1", null, 200, BELL))
        .hasSize(2)
        .anySatisfy(each -> assertThat(each).contains("X-Id"))
        .anySatisfy(each -> assertThat(each).contains("X-Secret"));
  }
}
