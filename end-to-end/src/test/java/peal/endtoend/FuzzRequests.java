package peal.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import peal.testkit.contract.Operation;

/** Makes requests to the operations of the document: good, nearly good, and odd ones. */
final class FuzzRequests {
  private static final List<String> ODD_IDS =
      List.of(
          "nobody",
          "%00",
          "%2e%2e%2f%2e%2e",
          "a%20b",
          "%F0%9F%98%80",
          "%ff",
          ";a=b",
          "%7Bid%7D",
          "-1",
          "batch_",
          "batch_01m814m0vfj7rzq40c8nfzt6wk%20",
          "call_b1-99999999999-1",
          "call_01m814m0vfj7rzq40c8nfzt6wk-0-1",
          "agent_%0d%0aX-Injected:1",
          "%E2%80%AE",
          "x".repeat(300));

  private final Random random;
  private final FuzzValues values;

  FuzzRequests(JsonNode document, Random random) {
    this.random = random;
    this.values = new FuzzValues(document, random);
  }

  /**
   * A request, with example ids that are still to be made.
   *
   * @param operation what is asked
   * @param path values of the path's parameters, escaped
   * @param query escaped
   * @param body what is sent, before ids are made; missing for none
   * @param quirk what is odd about it, besides values
   * @param odd a value for the quirk
   */
  record Fuzzed(
      Operation operation,
      Map<String, String> path,
      String query,
      JsonNode body,
      Quirk quirk,
      String odd) {
    /** The media type that it names. */
    Optional<String> type() {
      return operation.requestContent().map(content -> content.fieldNames().next());
    }
  }

  /** What may be odd about a request, besides values. */
  enum Quirk {
    NONE,
    NO_KEY,
    UNKNOWN_KEY,
    ODD_KEY,
    OTHER_WORKSPACE,
    ODD_IDEMPOTENCY_KEY,
    IDEMPOTENCY_KEY,
    WRONG_TYPE,
    NO_BODY,
    MALFORMED,
    TRAILING,
    DEEP,
    TOO_LONG,
    NO_BOUNDARY,
    FIELDS_TWICE
  }

  /** One that the document allows. */
  Fuzzed good(Operation operation) {
    return request(operation, true);
  }

  /** Any. */
  Fuzzed any(Operation operation) {
    return request(operation, random.nextInt(4) == 0);
  }

  private Fuzzed request(Operation operation, boolean good) {
    Map<String, String> path = new LinkedHashMap<>();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "path" -> path.put(name, id(parameter, good));
        case "query" -> query(parameter, good, query);
        default -> {
          // Headers are quirks.
        }
      }
    }
    JsonNode body =
        operation
            .requestContent()
            .map(content -> body(content.elements().next().path("schema"), good))
            .orElse(MissingNode.getInstance());
    Quirk quirk =
        good || random.nextInt(3) > 0
            ? Quirk.NONE
            : Quirk.values()[random.nextInt(Quirk.values().length)];
    return new Fuzzed(operation, path, query.toString(), body, quirk, values.odd());
  }

  private JsonNode body(JsonNode schema, boolean good) {
    JsonNode body = values.good(schema, "");
    return good || random.nextInt(4) == 0 ? body : values.nearly(body);
  }

  private String id(JsonNode parameter, boolean good) {
    return good || random.nextInt(3) > 0
        ? parameter.path("example").asText()
        : ODD_IDS.get(random.nextInt(ODD_IDS.size()));
  }

  private void query(JsonNode parameter, boolean good, StringBuilder query) {
    boolean mayLack = !good || !parameter.path("required").asBoolean();
    if (mayLack && random.nextInt(3) == 0) {
      return;
    }
    int times = !good && random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      JsonNode value = values.good(parameter.path("schema"), parameter.path("name").asText());
      String text = good || random.nextBoolean() ? value.asText() : values.nearly(value).asText();
      query.append(query.isEmpty() ? "?" : "&").append(parameter.path("name").asText());
      query
          .append("=")
          .append(
              URLEncoder.encode(
                  text.substring(0, Math.min(500, text.length())), StandardCharsets.UTF_8));
    }
  }

  /** The request as it is sent to {@code world}. */
  static Asked asked(Fuzzed fuzzed, ExampleWorld world) {
    String path = fuzzed.operation().path();
    for (Map.Entry<String, String> parameter : fuzzed.path().entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", world.made(parameter.getValue()));
    }
    Asked asked =
        new Asked(
            fuzzed.operation().method(),
            path + fuzzed.query(),
            world.headers(fuzzed.operation().security()),
            Optional.empty());
    if (fuzzed.type().isPresent()) {
      boolean form = fuzzed.type().get().startsWith("multipart");
      JsonNode body = world.made(fuzzed.body());
      asked =
          asked
              .with("Content-Type", form ? Forms.TYPE : "application/json")
              .saying(
                  Optional.of(form && body.isObject() ? Forms.of(body) : text(body.toString())));
    }
    return quirky(fuzzed, asked);
  }

  private static Asked quirky(Fuzzed fuzzed, Asked asked) {
    boolean sends = fuzzed.type().isPresent();
    boolean form = sends && fuzzed.type().get().startsWith("multipart");
    String printable = fuzzed.odd().replaceAll("[^ -~]", "?");
    return switch (fuzzed.quirk()) {
      case NONE -> asked;
      case NO_KEY -> asked.without("x-api-key").without("Authorization");
      case UNKNOWN_KEY -> asked.with("x-api-key", "peal_nobody").without("Authorization");
      case ODD_KEY ->
          asked.with("x-api-key", printable).with("Authorization", "Bearer " + printable);
      case OTHER_WORKSPACE -> asked.with("x-workspace-id", printable);
      case ODD_IDEMPOTENCY_KEY -> asked.with("Idempotency-Key", printable);
      case IDEMPOTENCY_KEY ->
          sends ? asked.with("Idempotency-Key", Integer.toString(fuzzed.body().hashCode())) : asked;
      case WRONG_TYPE -> sends ? asked.with("Content-Type", "text/plain") : asked;
      case NO_BODY -> asked.saying(Optional.empty());
      case MALFORMED -> sends ? asked.saying(Optional.of(text("{\"a\":"))) : asked;
      case TRAILING -> sends && !form ? asked.saying(Optional.of(text(body(asked) + "}]"))) : asked;
      case DEEP -> sends ? asked.saying(Optional.of(text("{\"a\":" + "[".repeat(10_000)))) : asked;
      case TOO_LONG ->
          sends && !form
              ? asked.saying(Optional.of(text("{\"a\":\"" + "x".repeat(1_100_000) + "\"}")))
              : asked;
      case NO_BOUNDARY -> form ? asked.with("Content-Type", "multipart/form-data") : asked;
      case FIELDS_TWICE ->
          form
              ? asked.saying(
                  asked
                      .body()
                      .map(body ->
                          new Asked.Body(
                              Forms.bytes(body.form().orElse(Map.of("file", "")), 2),
                              Optional.empty())))
              : asked;
    };
  }

  private static String body(Asked asked) {
    return asked.body().map(body -> new String(body.bytes(), StandardCharsets.UTF_8)).orElse("");
  }

  private static Asked.Body text(String text) {
    return new Asked.Body(
        text.replace(FuzzValues.HALF, "\\ud800").getBytes(StandardCharsets.UTF_8),
        Optional.empty());
  }
}
