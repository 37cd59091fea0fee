package peal.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How values travel as texts: in a query, in a header, in a form. */
final class Wire {
  static final ObjectMapper JSON = new ObjectMapper();

  private Wire() {}

  /** The value that {@code text} means for {@code schema}; the text itself where it means none. */
  static JsonNode value(JsonNode schema, String text) {
    List<String> types = types(schema);
    if (types.contains("integer") && text.matches("-?[0-9]+")) {
      return JSON.getNodeFactory().numberNode(new BigInteger(text));
    }
    if (types.contains("number") && text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return JSON.getNodeFactory().numberNode(new BigDecimal(text));
    }
    boolean list = types.contains("array") && text.startsWith("[");
    if (types.contains("object") || list || schema.has("anyOf")) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return TextNode.valueOf(text);
      }
    }
    return TextNode.valueOf(text);
  }

  /** The object that a form means; a blank field counts as absent. */
  static ObjectNode form(Pointer schema, Map<String, String> fields) {
    ObjectNode form = JSON.createObjectNode();
    fields.forEach((name, text) -> {
      if (!text.isBlank()) {
        form.set(name, value(schema.at("properties", name).node(), text.strip()));
      }
    });
    return form;
  }

  /** Names and values of a query, in their order. */
  static Map<String, List<String>> query(String query) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String part : query.split("&")) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        all.computeIfAbsent(decoded(pair[0]), any -> new ArrayList<>())
            .add(pair.length == 1 ? "" : decoded(pair[1]));
      }
    }
    return all;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(each -> types.add(each.asText()));
    return types;
  }
}
