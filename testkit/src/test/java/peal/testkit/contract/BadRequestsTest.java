package peal.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.testkit.contract.BadRequest.Body;

class BadRequestsTest {
  private static final ApiContract CONTRACT = contract();

  private static ApiContract contract() {
    String document =
        """
        {"openapi": "3.1.0",
         "paths": {
           "/bells": {
             "get": {
               "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
               "responses": {}},
             "post": {
               "security": [{"apiKey": [], "workspace": []}],
               "requestBody": {"content": {"application/json": {
                 "schema": {"type": "object", "required": ["name"], "properties": {
                   "name": {"type": "string", "maxLength": 9},
                   "ropes": {"type": "array", "items": {"type": "object", "required": ["id"],
                     "properties": {"id": {"type": "string"}, "knots": {"type": "integer"}}}}}},
                 "examples": {"refused": {"value": {"name": 1}}, "tenor": {"value": {"name": "Tenor"}}}}}},
               "responses": {}}},
           "/bells/{id}": {
             "parameters": [{"name": "id", "in": "path", "example": "bell_1"}],
             "get": {"responses": {}}},
           "/health": {"get": {"responses": {}}}}}
        """;
    try {
      return new ApiContract(new ObjectMapper().readTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<BadRequest> to(String operation) {
    return CONTRACT.operations().stream()
        .filter(each -> each.toString().equals(operation))
        .flatMap(each -> BadRequests.to(each, CONTRACT).stream())
        .toList();
  }

  private static List<String> bodies(String named) {
    return to("POST /bells").stream()
        .filter(bad -> bad.named().filter(named::equals).isPresent())
        .map(bad -> ((Body.Text) bad.body().orElseThrow()).text())
        .toList();
  }

  @Test
  void aFieldIsMissingWrongOrTooLongAndNothingElseIs() {
    assertThat(bodies("name"))
        .contains("{}", "{\"name\":null}", "{\"name\":7}", "{\"name\":\"xxxxxxxxxx\"}")
        .contains("{\"name\":\"\\ud800\"}")
        .doesNotContain("{\"name\":\"\"}", "{\"name\":\"sideways\"}");
  }

  @Test
  void soIsOneInAList() {
    assertThat(bodies("ropes")).contains("{\"name\":\"Tenor\",\"ropes\":{}}");
    assertThat(bodies("ropes[0]")).contains("{\"name\":\"Tenor\",\"ropes\":[7]}");
    assertThat(bodies("ropes[0].knots"))
        .contains("{\"name\":\"Tenor\",\"ropes\":[{\"id\":\"x\",\"knots\":1.5}]}")
        .doesNotContain("{\"name\":\"Tenor\",\"ropes\":[{\"id\":\"x\",\"knots\":7}]}");
  }

  @Test
  void aParameterIsOutOfBoundsOrThereTwice() {
    assertThat(to("GET /bells"))
        .extracting(BadRequest::target)
        .contains("/bells?page=0", "/bells?page=-1", "/bells?page=sideways", "/bells?page=")
        .contains("/bells?page=1&page=1")
        .doesNotContain("/bells?page=101");
  }

  @Test
  void anIdIsOddAndWhatTakesNothingIsSpared() {
    assertThat(to("GET /bells/{id}"))
        .extracting(BadRequest::target)
        .contains("/bells/..%00", "/bells/%0d%0aSet-Cookie:%20a=b")
        .doesNotContain("/bells/bell_1");
    assertThat(to("GET /health")).isEmpty();
  }

  @Test
  void nobodyComesInWithoutAKeyOrAWorkspace() {
    assertThat(to("POST /bells"))
        .filteredOn(bad -> bad.what().equals("no key"))
        .singleElement()
        .satisfies(bad -> assertThat(bad.without()).isEqualTo(Set.of("x-api-key", "authorization")))
        .satisfies(bad -> assertThat(bad.statuses()).isEqualTo(Set.of(401)));
    assertThat(to("POST /bells")).extracting(BadRequest::what).contains("no workspace", "1 MB");
  }
}
