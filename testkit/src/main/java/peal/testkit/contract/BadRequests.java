package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.testkit.contract.BadRequest.Body;

/**
 * What no client should send to an operation: made from the document, so that an operation that is
 * added to it has its bad requests at once.
 */
public final class BadRequests {
  private static final String JSON = "application/json";
  private static final String FORM = "multipart/form-data";

  /** Ids that no thing has, as they stand in a path. */
  private static final List<String> ODD_IDS =
      List.of(
          "x",
          "..%00",
          "%2e%2e",
          "a%2Fb",
          "a%20b",
          "%ff",
          "%C3%BC%F0%9F%94%94",
          "%E2%80%AE",
          "'%22%3Cscript%3E",
          "%0d%0aSet-Cookie:%20a=b",
          "-1",
          "null",
          "batch_" + "z".repeat(40),
          "call_b1-99999999999-1",
          "x".repeat(5_000));

  /** Values for the query, escaped; bad are those that the parameter's schema refuses. */
  private static final Map<String, String> QUERY =
      Map.of(
          "", "",
          "-1", "-1",
          "0", "0",
          "101", "101",
          "1.5", "1.5",
          "sideways", "sideways",
          "99999999999999999999", "99999999999999999999",
          "%00", "\0",
          "%0d%0aSet-Cookie:%20a=b", "\r\nSet-Cookie: a=b",
          "a%20b", "a b");

  private final ApiContract contract;
  private final Operation operation;
  private final Optional<Body> good;
  private final List<BadRequest> all = new ArrayList<>();

  private BadRequests(ApiContract contract, Operation operation) {
    this.contract = contract;
    this.operation = operation;
    this.good = good();
  }

  /** All that can be made for {@code operation}; none where it takes nothing and is open to all. */
  public static List<BadRequest> to(Operation operation, ApiContract contract) {
    BadRequests requests = new BadRequests(contract, operation);
    requests.keys();
    requests.paths();
    for (Pointer parameter : operation.parameterPlaces()) {
      switch (parameter.node().path("in").asText()) {
        case "query" -> requests.query(parameter);
        case "header" -> requests.header(parameter);
        default -> {
          // The path's are ids.
        }
      }
    }
    // Where a form may be sent, too, JSON is another spelling of its file, and judged as that is.
    if (requests.reads(JSON) && !requests.reads(FORM)) {
      requests.bodies();
      requests.fields();
    }
    if (requests.reads(FORM)) {
      requests.forms();
    }
    return requests.all;
  }

  private void keys() {
    Set<String> schemes = new LinkedHashSet<>();
    operation.security().forEach(schemes::addAll);
    if (schemes.isEmpty()) {
      return;
    }
    Set<String> keys = Set.of("x-api-key", "authorization");
    add("no key", target(), keys, Map.of(), good, Set.of(401), null);
    for (String key : List.of("nobodys", "x".repeat(3_000))) {
      Map<String, String> headers = Map.of("x-api-key", key, "Authorization", "Bearer " + key);
      add("an unknown key", target(), keys, headers, good, Set.of(401), null);
    }
    if (schemes.contains("workspace")) {
      Set<String> workspace = Set.of("x-workspace-id");
      add("no workspace", target(), workspace, Map.of(), good, Set.of(400), null);
      for (String other : List.of("nobodys", "a b", "../x", "x".repeat(1_000))) {
        Map<String, String> headers = Map.of("x-workspace-id", other);
        add("another workspace", target(), workspace, headers, good, Set.of(403), null);
      }
    }
  }

  private void paths() {
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      if (parameter.path("in").asText().equals("path")) {
        for (String id : ODD_IDS) {
          String what = name + " is " + (id.length() > 50 ? "long" : id);
          String target = filled(operation.path().replace("{" + name + "}", id));
          add(what, target, Set.of(), Map.of(), good, Set.of(400, 404), null);
        }
      }
    }
  }

  private void query(Pointer parameter) {
    String name = parameter.node().path("name").asText();
    String asked = target() + "?" + requiredBut(name) + name + "=";
    QUERY.forEach((escaped, value) -> {
      if (contract.refuses(parameter, value)) {
        add("?" + name + "=" + escaped, asked + escaped, name);
      }
    });
    String one = parameter.node().path("example").asText("1");
    add(name + " twice", asked + one + "&" + name + "=" + one, name);
  }

  /** What else must stand in the address, or the want of that would be named. */
  private String requiredBut(String name) {
    StringBuilder others = new StringBuilder();
    for (JsonNode parameter : operation.parameters()) {
      String other = parameter.path("name").asText();
      if (parameter.path("in").asText().equals("query")
          && parameter.path("required").asBoolean()
          && !other.equals(name)) {
        others.append(other).append('=').append(parameter.path("example").asText()).append('&');
      }
    }
    return others.toString();
  }

  private void header(Pointer parameter) {
    String name = parameter.node().path("name").asText();
    for (String value : List.of("", " ", "x\ty", "x".repeat(256))) {
      if (contract.refuses(parameter, value)) {
        Map<String, String> headers = Map.of(name, value);
        add("an odd " + name, target(), Set.of(), headers, good, Set.of(400), name);
      }
    }
  }

  private void bodies() {
    BadBodies.NO_OBJECTS.forEach((what, text) -> body(what, Map.of(), text, 400, null));
    for (String type : BadBodies.OTHER_TYPES) {
      body("sent as " + type, Map.of("Content-Type", type), "{}", 400, "Content-Type");
    }
    body("1 MB", Map.of(), BadBodies.TOO_LARGE, 413, null);
  }

  private void fields() {
    Pointer schema = schema(JSON);
    JsonNode body = example(JSON);
    if (refuses(JSON, Wire.JSON.createObjectNode())) {
      body("an empty object", Map.of(), "{}", 400, null);
    }
    for (BadFields.Bad each : BadFields.of(schema, body, changed -> refuses(JSON, changed))) {
      body(each.field() + " is " + each.value(), Map.of(), each.body(), 400, each.field());
    }
  }

  private void forms() {
    Map<String, String> fields = ((Body.Form) good.orElseThrow()).fields();
    for (String name : schema(FORM).at("properties").names()) {
      for (String value : BadForms.values(schema(FORM).at("properties", name).node())) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        if (value == null) {
          changed.remove(name);
        } else {
          changed.put(name, value);
        }
        if (refuses(FORM, Wire.form(schema(FORM), changed))) {
          String what = name + " is " + BadForms.shown(value);
          Optional<Body> form = Optional.of(new Body.Form(changed));
          add(what, target(), Set.of(), Map.of(), form, Set.of(400), name);
        }
      }
    }
    Optional<Body> text = Optional.of(new Body.Text("{\"file\":\"phone_number\"}"));
    for (String type : List.of(JSON, "text/plain", FORM, FORM + "; boundary=other")) {
      Map<String, String> headers = Map.of("Content-Type", type);
      add("no form, sent as " + type, target(), Set.of(), headers, text, Set.of(400), null);
    }
  }

  private Optional<Body> good() {
    if (reads(FORM)) {
      return Optional.of(BadForms.of(example(FORM)));
    }
    return reads(JSON)
        ? Optional.of(new Body.Text(BadFields.text(example(JSON))))
        : Optional.empty();
  }

  private boolean reads(String type) {
    return operation.requestContent().filter(content -> content.has(type)).isPresent();
  }

  private Pointer schema(String type) {
    return operation.requestBody().at("content", type, "schema");
  }

  private boolean refuses(String type, JsonNode body) {
    return !contract.complaints(operation, type, body).isEmpty();
  }

  /** The first example that the document allows. */
  private JsonNode example(String type) {
    for (JsonNode example : operation.requestBody().at("content", type, "examples").node()) {
      if (!refuses(type, example.path("value"))) {
        return example.path("value");
      }
    }
    throw new IllegalStateException(operation + " has no example of a good request");
  }

  private String target() {
    return filled(operation.path());
  }

  private String filled(String path) {
    String filled = path;
    for (JsonNode parameter : operation.parameters()) {
      String name = "{" + parameter.path("name").asText() + "}";
      filled = filled.replace(name, parameter.path("example").asText());
    }
    return filled;
  }

  private void body(
      String what, Map<String, String> headers, String text, int status, String named) {
    Optional<Body> body = Optional.of(new Body.Text(text));
    add(what, target(), Set.of(), headers, body, Set.of(status), named);
  }

  private void add(String what, String target, String named) {
    add(what, target, Set.of(), Map.of(), good, Set.of(400), named);
  }

  private void add(
      String what,
      String target,
      Set<String> without,
      Map<String, String> headers,
      Optional<Body> body,
      Set<Integer> statuses,
      String named) {
    all.add(
        new BadRequest(
            operation, what, target, without, headers, body, statuses, Optional.ofNullable(named)));
  }
}
