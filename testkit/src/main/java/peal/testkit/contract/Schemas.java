package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of a document, by place. Thread-safe.
 *
 * <p>A document may be closed: then an object has no properties but those that its schema names.
 * The published document says nothing of that, so that clients expect further fields one day.
 */
final class Schemas {
  private static final String ADDRESS = "https://peal.invalid/openapi";
  private static final SchemaRegistryConfig STRICT =
      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();

  private final SchemaRegistry registry;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  private Schemas(JsonNode document) {
    String text = document.toString();
    this.registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemaRegistryConfig(STRICT).schemas(Map.of(ADDRESS, text)));
  }

  static Schemas open(JsonNode document) {
    return new Schemas(document);
  }

  static Schemas closed(JsonNode document) {
    JsonNode copy = document.deepCopy();
    close(copy);
    return new Schemas(copy);
  }

  /** What is wrong with {@code value}, as sentences; empty where nothing is. */
  List<String> complaints(Pointer schema, JsonNode value) {
    return compiled
        .computeIfAbsent(
            schema.fragment(),
            fragment -> registry.getSchema(SchemaLocation.of(ADDRESS + "#" + fragment)))
        .validate(value)
        .stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  private static void close(JsonNode node) {
    node.forEach(Schemas::close);
    // Only what has an object of schemas as its properties is a schema; examples may have the word.
    if (node instanceof ObjectNode schema
        && "object".equals(schema.path("type").asText())
        && schema.path("properties").isObject()
        && !schema.has("additionalProperties")) {
      schema.put("unevaluatedProperties", false);
    }
  }
}
