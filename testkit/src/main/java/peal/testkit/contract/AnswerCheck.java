package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import peal.testkit.api.Exchange;

/** Holds answers against the document. */
final class AnswerCheck {
  /** Headers that say how an answer travels, or what a browser may do with it. */
  private static final Set<String> OF_HTTP =
      Set.of(
          "date",
          "server",
          "connection",
          "keep-alive",
          "vary",
          "content-type",
          "content-length",
          "content-encoding",
          "transfer-encoding",
          "cache-control",
          "etag",
          "content-security-policy",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy",
          "referrer-policy",
          "strict-transport-security",
          "x-content-type-options",
          "x-frame-options");

  /** Pages for people and what they load are no API. */
  private static final Set<String> PAGES =
      Set.of("text/html", "text/css", "text/javascript", "image/svg+xml");

  private final JsonNode document;
  private final Schemas schemas;

  AnswerCheck(JsonNode document, Schemas schemas) {
    this.document = document;
    this.schemas = schemas;
  }

  List<String> of(Operation operation, Exchange exchange) {
    Optional<Pointer> answer = operation.answer(exchange.status());
    if (answer.isEmpty()) {
      return List.of("%s has no status %d".formatted(operation, exchange.status()));
    }
    List<String> complaints = new ArrayList<>(headers(answer.get(), exchange));
    complaints.addAll(body(answer.get(), exchange));
    return complaints;
  }

  /** No path, or no such method: a refusal in the shape of all refusals. */
  List<String> ofNoOperation(Exchange exchange) {
    boolean unchanged = exchange.status() == 304 && exchange.answer().length == 0;
    if (unchanged || (exchange.status() == 200 && PAGES.contains(type(exchange)))) {
      return List.of();
    }
    if (exchange.status() < 400 || exchange.status() >= 500) {
      return List.of("the document has no such path or method");
    }
    if (exchange.answer().length == 0) {
      return exchange.method().equals("HEAD") ? List.of() : List.of("the refusal has no body");
    }
    JsonNode body = json(exchange).orElse(TextNode.valueOf(""));
    boolean known =
        Stream.of("Error", "FamilyError", "RateLimited")
            .map(name -> Pointer.root(document).at("components", "schemas", name))
            .anyMatch(schema -> schema.exists() && schemas.complaints(schema, body).isEmpty());
    return known ? List.of() : List.of("the refusal has a shape of its own");
  }

  List<String> ofBody(Pointer answer, String type, JsonNode body) {
    Pointer content = answer.at("content", type);
    if (!content.exists()) {
      return List.of("the document has no body of type " + type + " for it");
    }
    return schemas.complaints(content.at("schema"), body);
  }

  private List<String> body(Pointer answer, Exchange exchange) {
    if (exchange.answer().length == 0) {
      // A file of lines may have none.
      boolean mayBeEmpty =
          !answer.at("content").exists() || answer.at("content", "application/x-ndjson").exists();
      return mayBeEmpty ? List.of() : List.of("the body is missing");
    }
    String type = type(exchange);
    Optional<JsonNode> body =
        type.equals("application/json")
            ? json(exchange)
            : Optional.of(new TextNode(new String(exchange.answer(), StandardCharsets.UTF_8)));
    return body.map(value -> ofBody(answer, type, value)).orElse(List.of("the body is no JSON"));
  }

  private static String type(Exchange exchange) {
    return exchange
        .answerHeaders()
        .firstValue("Content-Type")
        .orElse("none")
        .replaceAll(";.*", "")
        .strip();
  }

  private List<String> headers(Pointer answer, Exchange exchange) {
    List<String> complaints = new ArrayList<>();
    Pointer documented = answer.at("headers");
    for (String name : documented.exists() ? documented.names() : List.<String>of()) {
      Pointer header = documented.at(name);
      Optional<String> value = exchange.answerHeaders().firstValue(name);
      if (value.isEmpty() && header.node().path("required").asBoolean()) {
        complaints.add("the header " + name + " is missing");
      }
      value.ifPresent(text ->
          schemas
              .complaints(header.at("schema"), Wire.value(header.at("schema").node(), text))
              .forEach(complaint -> complaints.add("header " + name + complaint)));
    }
    for (String name : exchange.answerHeaders().map().keySet()) {
      boolean known = documented.names().stream().anyMatch(name::equalsIgnoreCase);
      if (!known && !OF_HTTP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
        complaints.add("the document has no header " + name + " for it");
      }
    }
    return complaints;
  }

  private static Optional<JsonNode> json(Exchange exchange) {
    try {
      return Optional.of(Wire.JSON.readTree(exchange.answer()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
