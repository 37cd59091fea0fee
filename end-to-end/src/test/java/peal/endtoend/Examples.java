package peal.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import peal.testkit.api.Exchange;
import peal.testkit.contract.Operation;

/** The document's examples, and how an answer is compared with one. */
final class Examples {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode DOCUMENT = DocumentOnlooker.CONTRACT.document();

  private Examples() {}

  /**
   * An example of what is sent, and of what is answered.
   *
   * @param operation what is asked
   * @param name of both
   * @param type of the body; none where there is no body
   * @param body what is sent
   * @param status of the answer
   * @param answer what is answered
   */
  record Pair(
      Operation operation,
      String name,
      Optional<String> type,
      JsonNode body,
      int status,
      JsonNode answer) {
    @Override
    public String toString() {
      return operation + ": " + name;
    }
  }

  /** Those of an operation; of the request alone where it has no answer of that name. */
  static List<Pair> of(Operation operation) {
    List<Pair> pairs = new ArrayList<>();
    JsonNode requests = requestBody(operation).path("content");
    if (requests.isMissingNode()) {
      answers(operation, null)
          .ifPresent(answer ->
              pairs.add(
                  new Pair(
                      operation,
                      answer.name(),
                      Optional.empty(),
                      JSON.missingNode(),
                      answer.status(),
                      answer.value())));
    }
    for (Map.Entry<String, JsonNode> content : requests.properties()) {
      for (Map.Entry<String, JsonNode> example : content.getValue().path("examples").properties()) {
        Named answer = answers(operation, example.getKey()).orElseThrow();
        pairs.add(
            new Pair(
                operation,
                example.getKey(),
                Optional.of(content.getKey()),
                example.getValue().path("value"),
                answer.status(),
                answer.value()));
      }
    }
    return pairs;
  }

  /** All examples of answers, at whichever status, for their schemas to be tried. */
  static List<Named> answers(Operation operation) {
    List<Named> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> response : operation.json().path("responses").properties()) {
      int status = Integer.parseInt(response.getKey());
      for (JsonNode content : resolved(response.getValue()).path("content")) {
        content
            .path("examples")
            .properties()
            .forEach(example ->
                all.add(new Named(example.getKey(), status, example.getValue().path("value"))));
      }
    }
    return all;
  }

  /** An example of an answer. */
  record Named(String name, int status, JsonNode value) {}

  private static Optional<Named> answers(Operation operation, String name) {
    return answers(operation).stream()
        .filter(each -> name == null ? each.status() < 300 : each.name().equals(name))
        .findFirst();
  }

  /** The request's body as the document has it. */
  static JsonNode requestBody(Operation operation) {
    return resolved(operation.json().path("requestBody"));
  }

  static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
  }

  static JsonNode json(Exchange exchange) {
    try {
      return exchange.answer().length == 0 ? JSON.missingNode() : JSON.readTree(exchange.answer());
    } catch (IOException e) {
      throw new UncheckedIOException(exchange.toString(), e);
    }
  }

  /** What the example shows and {@code real} has not, or has of another type. */
  static List<String> missing(JsonNode example, JsonNode real, String at) {
    List<String> missing = new ArrayList<>();
    if (example.isNumber() ? !real.isNumber() : example.getNodeType() != real.getNodeType()) {
      missing.add(at + " is " + real.getNodeType() + " and not " + example.getNodeType());
    } else if (example.isObject()) {
      example
          .properties()
          .forEach(field ->
              missing.addAll(
                  missing(field.getValue(), real.path(field.getKey()), at + "/" + field.getKey())));
    } else if (example.isArray() && !example.isEmpty()) {
      boolean any =
          StreamSupport.stream(real.spliterator(), false)
              .anyMatch(item -> missing(example.get(0), item, at).isEmpty());
      if (!any) {
        missing.add(at + " has nothing like the example's");
      }
    }
    return missing;
  }
}
