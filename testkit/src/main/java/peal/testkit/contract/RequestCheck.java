package peal.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import peal.testkit.api.Exchange;

/** Holds requests against the document. */
final class RequestCheck {
  private final JsonNode document;
  private final Schemas schemas;

  RequestCheck(JsonNode document, Schemas schemas) {
    this.document = document;
    this.schemas = schemas;
  }

  List<String> of(Operation operation, Exchange exchange) {
    List<String> complaints = new ArrayList<>();
    Map<String, List<String>> query = Wire.query(exchange.query());
    for (Pointer parameter : operation.parameterPlaces()) {
      String name = parameter.node().path("name").asText();
      switch (parameter.node().path("in").asText()) {
        case "query" -> parameter(parameter, query.getOrDefault(name, List.of()), complaints);
        case "header" -> parameter(parameter, header(exchange, name), complaints);
        default -> {
          // A path that fits has its parameters, which are texts.
        }
      }
    }
    if (!operation.security().isEmpty()
        && operation.security().stream()
            .noneMatch(all -> all.stream().allMatch(scheme -> shows(exchange, scheme)))) {
      complaints.add("it wants one of " + operation.security());
    }
    complaints.addAll(body(operation, exchange));
    return complaints;
  }

  List<String> ofBody(Operation operation, String type, JsonNode body) {
    Pointer content = operation.requestBody().at("content", type);
    return content.exists()
        ? schemas.complaints(content.at("schema"), body)
        : List.of("it reads no body of type " + type);
  }

  List<String> ofParameter(Pointer parameter, List<String> values) {
    List<String> complaints = new ArrayList<>();
    parameter(parameter, values, complaints);
    return complaints;
  }

  private void parameter(Pointer parameter, List<String> values, List<String> complaints) {
    String name = parameter.node().path("name").asText();
    if (values.size() > 1) {
      complaints.add(name + " was sent " + values.size() + " times");
    }
    if (values.isEmpty() && parameter.node().path("required").asBoolean()) {
      complaints.add(name + " is missing");
    }
    Pointer schema = parameter.at("schema");
    for (String value : values) {
      schemas
          .complaints(schema, Wire.value(schema.node(), value))
          .forEach(complaint -> complaints.add(name + complaint));
    }
  }

  private boolean shows(Exchange exchange, String scheme) {
    JsonNode wanted = document.path("components").path("securitySchemes").path(scheme);
    if (wanted.path("type").asText().equals("apiKey")) {
      return !header(exchange, wanted.path("name").asText()).isEmpty();
    }
    return header(exchange, "Authorization").stream()
        .anyMatch(value -> value.regionMatches(true, 0, "Bearer ", 0, 7));
  }

  private List<String> body(Operation operation, Exchange exchange) {
    boolean sent = exchange.sent().form().isPresent() || exchange.sent().text().isPresent();
    if (operation.requestContent().isEmpty()) {
      return List.of();
    }
    if (!sent) {
      return operation.requestBody().node().path("required").asBoolean()
          ? List.of("the body is missing")
          : List.of();
    }
    String type =
        header(exchange, "Content-Type").stream()
            .findFirst()
            // What nobody names is what is read.
            .orElse(operation.requestBody().at("content").names().getFirst())
            .replaceAll(";.*", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    Pointer content = operation.requestBody().at("content", type);
    if (!content.exists()) {
      return List.of("it reads no body of type " + type);
    }
    Optional<JsonNode> body =
        exchange
            .sent()
            .form()
            .map(fields -> (JsonNode) Wire.form(content.at("schema"), fields))
            .or(() -> exchange.sent().text().flatMap(RequestCheck::json));
    return body.map(value -> schemas.complaints(content.at("schema"), value))
        .orElse(List.of("the body is no JSON"));
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(Wire.JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<String> header(Exchange exchange, String name) {
    return Optional.ofNullable(exchange.headers().get(name.toLowerCase(Locale.ROOT))).stream()
        .toList();
  }
}
