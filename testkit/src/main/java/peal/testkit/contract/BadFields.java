package peal.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Bodies with one bad field, at any depth. Values of all kinds are tried; bad are those that the
 * document's schema refuses.
 */
final class BadFields {
  /** Stands for half of a surrogate pair, which only an escape can write. */
  private static final String HALF = "@half@";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Of each type, and about each type's edges. */
  private static final List<JsonNode> POOL =
      List.of(
          JSON.nullNode(),
          JSON.booleanNode(true),
          JSON.numberNode(7),
          JSON.numberNode(-1),
          JSON.numberNode(0),
          JSON.numberNode(1.5),
          JSON.numberNode(1_000_000_007),
          JSON.textNode(""),
          JSON.textNode("sideways"),
          JSON.textNode("1"),
          JSON.arrayNode(),
          JSON.arrayNode().add(7),
          JSON.arrayNode().add(JSON.nullNode()),
          JSON.arrayNode().add(""),
          JSON.arrayNode().add(JSON.objectNode()),
          JSON.objectNode(),
          JSON.objectNode().set("a", JSON.objectNode()),
          JSON.objectNode().set("a", JSON.arrayNode()));

  private final Predicate<JsonNode> isRefused;
  private final List<Bad> all = new ArrayList<>();

  private BadFields(Predicate<JsonNode> isRefused) {
    this.isRefused = isRefused;
  }

  /**
   * A body with one bad field.
   *
   * @param field the path of the field
   * @param value what stands there, shortened
   * @param body the whole of it
   */
  record Bad(String field, String value, String body) {}

  /**
   * All that can be made of a good body.
   *
   * @param isRefused whether the document does not allow a body
   */
  static List<Bad> of(Pointer schema, JsonNode good, Predicate<JsonNode> isRefused) {
    BadFields fields = new BadFields(isRefused);
    fields.inside(schema, good, "", body -> body);
    return fields.all;
  }

  /** JSON as it is sent. */
  static String text(JsonNode body) {
    try {
      return Wire.JSON.writeValueAsString(body).replace(HALF, "\\ud800");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always becomes JSON", e);
    }
  }

  private void inside(Pointer schema, JsonNode good, String at, UnaryOperator<JsonNode> whole) {
    Pointer properties = schema.at("properties");
    JsonNode base = good.isObject() ? good : least(schema);
    for (String name : properties.exists() ? properties.names() : List.<String>of()) {
      String path = at.isEmpty() ? name : at + "." + name;
      UnaryOperator<JsonNode> changed = value -> whole.apply(with(base, name, value));
      field(properties.at(name), base.path(name), path, changed);
    }
    if (schema.at("items").exists()) {
      field(
          schema.at("items"),
          good.path(0),
          at + "[0]",
          value -> whole.apply(JSON.arrayNode().add(value)));
    }
  }

  private void field(Pointer schema, JsonNode good, String path, UnaryOperator<JsonNode> whole) {
    POOL.forEach(value -> tryOut(path, value, whole));
    edges(schema.node()).forEach(value -> tryOut(path, value, whole));
    if (!path.endsWith("]")) {
      tryOut(path, MissingNode.getInstance(), whole);
    }
    if (schema.node().path("type").toString().contains("\"string\"")) {
      all.add(new Bad(path, "half a character", text(whole.apply(TextNode.valueOf(HALF)))));
    }
    inside(schema, good, path, whole);
  }

  private void tryOut(String path, JsonNode value, UnaryOperator<JsonNode> whole) {
    JsonNode body = whole.apply(value);
    if (isRefused.test(body)) {
      String shown = value.isMissingNode() ? "nothing" : value.toString();
      all.add(new Bad(path, shown.length() > 40 ? shown.length() + " long" : shown, text(body)));
    }
  }

  /** Just beyond what the schema allows. */
  private static List<JsonNode> edges(JsonNode schema) {
    List<JsonNode> edges = new ArrayList<>();
    if (schema.has("minimum")) {
      edges.add(JSON.numberNode(schema.path("minimum").asInt() - 1));
    }
    if (schema.has("maximum")) {
      edges.add(JSON.numberNode(schema.path("maximum").asInt() + 1));
      edges.add(JSON.numberNode(schema.path("maximum").asDouble() + 0.01));
    }
    if (schema.has("maxLength")) {
      edges.add(JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
    }
    if (schema.has("maxItems")) {
      ArrayNode list = JSON.arrayNode();
      for (int i = 0; i <= schema.path("maxItems").asInt(); i++) {
        list.add("x");
      }
      edges.add(list);
    }
    if (schema.has("maxProperties")) {
      ObjectNode object = JSON.objectNode();
      for (int i = 0; i <= schema.path("maxProperties").asInt(); i++) {
        object.put("x" + i, "x");
      }
      edges.add(object);
    }
    return edges;
  }

  /** A value that has no more than it must; an example where the document has one. */
  private static JsonNode least(Pointer schema) {
    JsonNode node = schema.node();
    if (node.path("examples").has(0)) {
      return node.path("examples").path(0);
    }
    JsonNode type = node.path("type");
    return switch (type.isArray() ? type.path(0).asText() : type.asText()) {
      case "integer", "number" -> JSON.numberNode(node.path("minimum").asInt(1));
      case "array" -> {
        ArrayNode list = JSON.arrayNode();
        yield node.path("minItems").asInt(0) == 0 ? list : list.add(least(schema.at("items")));
      }
      case "object" -> {
        ObjectNode object = JSON.objectNode();
        node.path("required")
            .forEach(name ->
                object.set(name.asText(), least(schema.at("properties").at(name.asText()))));
        yield object;
      }
      default -> JSON.textNode(node.path("enum").path(0).asText("x"));
    };
  }

  private static JsonNode with(JsonNode base, String name, JsonNode value) {
    ObjectNode changed = base.deepCopy();
    if (value.isMissingNode()) {
      changed.remove(name);
    } else {
      changed.set(name, value);
    }
    return changed;
  }
}
