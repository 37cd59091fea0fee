package peal.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import peal.gateway.Refusals;
import peal.service.http.ApiError;

/**
 * Refuses what an operation does not read in its address: left aside, it would be as if it had not
 * been sent. What each reads the API's document says.
 */
public final class KnownParameters {
  /** Other paths are asked by probes and scrapers, which may say what they like. */
  private static final List<String> API = List.of("/v1/", "/api/", "/admin/");

  private KnownParameters() {}

  /**
   * What an operation reads.
   *
   * @param names of its parameters in the address
   * @param form whether it reads a form, whose fields stand in the body
   */
  private record Operation(TreeSet<String> names, boolean form) {}

  /** Read from the document when the first request has something in its address. */
  private static final class Document {
    private static final Map<String, Operation> OPERATIONS = operations(ApiDocument.read());
  }

  /**
   * To be asked before the handler of a request whose path is known.
   *
   * @throws ApiError 400 naming the first that is not read
   */
  public static void refuseOthers(Context ctx) {
    Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    if (ctx.queryString() == null || matched == null) {
      return;
    }
    Operation operation = Document.OPERATIONS.get(matched.method.name() + " " + matched.path);
    if (operation == null) {
      return;
    }
    ctx.queryParamMap().keySet().stream()
        .filter(name -> !operation.names().contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw Refusals.field(name, sentence(name, operation));
        });
  }

  private static String sentence(String name, Operation operation) {
    if (operation.form()) {
      return "'" + name + "' stands in the address, where it is not read. Send it as a form field.";
    }
    return operation.names().isEmpty()
        ? "'" + name + "' stands in the address, where nothing is read. Leave it out."
        : "'%s' stands in the address, where only %s is read."
            .formatted(name, String.join(", ", operation.names()));
  }

  private static Map<String, Operation> operations(JsonNode document) {
    Map<String, Operation> all = new HashMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      if (API.stream().noneMatch(path.getKey()::startsWith)) {
        continue;
      }
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        TreeSet<String> names = new TreeSet<>();
        Stream.of(path.getValue(), operation.getValue())
            .flatMap(where -> where.path("parameters").valueStream())
            .map(parameter -> parameter.has("$ref") ? referred(document, parameter) : parameter)
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .forEach(parameter -> names.add(parameter.path("name").asText()));
        boolean form = operation.getValue().at("/requestBody/content").has("multipart/form-data");
        all.put(
            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            new Operation(names, form));
      }
    }
    return all;
  }

  private static JsonNode referred(JsonNode document, JsonNode parameter) {
    return document.at(parameter.get("$ref").asText().substring(1));
  }
}
