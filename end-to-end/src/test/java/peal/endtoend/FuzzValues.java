package peal.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;

/** Values for the schemas of the API's document: good ones, and ones with something wrong. */
final class FuzzValues {
  /** Stands for half of a surrogate pair, which only an escape can write. */
  static final String HALF = "@half@";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "\u0000",
          HALF,
          "\u202e\ud83d\ude00",
          "../../etc",
          "a\r\nX-Injected: 1",
          "{first_name}",
          "${jndi:ldap://x}",
          "' OR 1=1 --",
          "-1",
          "null",
          "1e999");

  /** What a field of this name names, where its schema only says that it is a text. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("agentId", "agent_01m814k4eeee0ddvb22yngjff4"),
          Map.entry("call_agent_id", "agent_01m814k4eeee0ddvb22yngjff4"),
          Map.entry("agent", "agent_01m814k4eeee0ddvb22yngjff4"),
          Map.entry("phoneNumberIds", "front-desk"),
          Map.entry("agentWebhookUrl", "https://example.com/hook"),
          Map.entry("defaultRegion", "US"),
          Map.entry("phone_number", "+15551201000"),
          Map.entry("number", "+15551201000"),
          Map.entry("numbers", "+15551201000"),
          Map.entry("encoding", "UTF-8"),
          Map.entry("sheet", ""),
          Map.entry("columns", "first_name"),
          Map.entry("timezone", "America/New_York"),
          Map.entry("unknownTimezone", "America/New_York"),
          Map.entry("startDate", "2026-12-25"),
          Map.entry("endDate", "2026-12-26"),
          Map.entry("scheduledAt", Instant.now().plus(Duration.ofDays(30)).toString()),
          Map.entry("endAt", Instant.now().plus(Duration.ofDays(40)).toString()),
          Map.entry("file", "phone_number,first_name\n+15551201000,Ada\n"));

  private final JsonNode document;
  private final Random random;

  FuzzValues(JsonNode document, Random random) {
    this.document = document;
    this.random = random;
  }

  /** A value that the schema allows; {@code name} is that of the field. */
  JsonNode good(JsonNode given, String name) {
    JsonNode schema = resolved(given);
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
    }
    if (!schema.has("type") && schema.has("anyOf")) {
      return good(schema.path("anyOf").get(random.nextInt(schema.path("anyOf").size())), name);
    }
    return switch (type(schema)) {
      case "null" -> NullNode.instance;
      case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
      case "integer" -> IntNode.valueOf((int) between(schema));
      case "number" -> DoubleNode.valueOf(between(schema));
      case "array" -> list(schema, name);
      case "object" -> object(schema, name);
      default -> TextNode.valueOf(text(schema, name));
    };
  }

  /** {@code good} with one thing in it changed; the schema is not asked whether it minds. */
  JsonNode nearly(JsonNode good) {
    List<Spot> spots = new ArrayList<>();
    collect(good, spots);
    if (spots.isEmpty() || random.nextInt(12) == 0) {
      return wrong(good);
    }
    Spot spot = spots.get(random.nextInt(spots.size()));
    if (spot.owner() instanceof ObjectNode object) {
      if (random.nextInt(4) == 0) {
        object.remove(spot.name());
      } else {
        object.set(spot.name(), wrong(object.get(spot.name())));
      }
    } else if (spot.owner() instanceof ArrayNode array) {
      array.set(spot.index(), wrong(array.get(spot.index())));
    }
    return good;
  }

  private record Spot(JsonNode owner, String name, int index) {}

  private static void collect(JsonNode node, List<Spot> spots) {
    node.properties().forEach(field -> spots.add(new Spot(node, field.getKey(), 0)));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      spots.add(new Spot(node, "", i));
    }
    node.forEach(inner -> collect(inner, spots));
  }

  private JsonNode wrong(JsonNode before) {
    return switch (random.nextInt(15)) {
      case 0 -> NullNode.instance;
      case 1 -> BooleanNode.valueOf(random.nextBoolean());
      case 2 -> IntNode.valueOf(-1 - random.nextInt(5));
      case 3 -> DoubleNode.valueOf(0.5 + random.nextInt(100));
      case 4 -> BigIntegerNode.valueOf(BigInteger.TEN.pow(20 + random.nextInt(300)));
      case 5 -> DoubleNode.valueOf(-1e300);
      case 6 -> JSON.arrayNode();
      case 7 -> JSON.objectNode();
      case 8 -> JSON.arrayNode().add(JSON.arrayNode().add(before.deepCopy()));
      case 9 -> JSON.objectNode().set("x", before.deepCopy());
      case 10 -> TextNode.valueOf("x".repeat(201 + random.nextInt(2) * 100_000));
      case 11 -> deep(50 + random.nextInt(200));
      case 12 -> TextNode.valueOf("no_such_word");
      default -> TextNode.valueOf(odd());
    };
  }

  /** A text that something might stumble over. */
  String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private JsonNode deep(int levels) {
    JsonNode node = TextNode.valueOf("x");
    for (int i = 0; i < levels; i++) {
      node = random.nextBoolean() ? JSON.arrayNode().add(node) : JSON.objectNode().set("x", node);
    }
    return node;
  }

  private ObjectNode object(JsonNode schema, String name) {
    ObjectNode object = JSON.objectNode();
    List<String> required = new ArrayList<>();
    JsonNode properties = schema.path("properties").deepCopy();
    addRequired(schema, required);
    for (String choice : List.of("oneOf", "anyOf")) {
      choose(schema.path(choice), required, properties);
    }
    schema.path("allOf").forEach(each -> choose(each.path("anyOf"), required, properties));
    properties
        .properties()
        .forEach(field -> {
          boolean wanted = required.contains(field.getKey());
          if (wanted || random.nextInt(3) == 0) {
            JsonNode value = good(field.getValue(), field.getKey());
            for (int i = 0; wanted && value.isNull() && i < 20; i++) {
              value = good(field.getValue(), field.getKey());
            }
            object.set(field.getKey(), value);
          }
        });
    if (schema.path("additionalProperties").asBoolean()) {
      object.put("anything", odd());
    }
    if (schema.path("additionalProperties").isObject()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        object.set("name_" + i, good(schema.path("additionalProperties"), name));
      }
    }
    return object;
  }

  private void choose(JsonNode choices, List<String> required, JsonNode properties) {
    if (!choices.isEmpty()) {
      JsonNode choice = choices.get(random.nextInt(choices.size()));
      addRequired(choice, required);
      choice
          .path("properties")
          .properties()
          .forEach(field -> ((ObjectNode) properties).set(field.getKey(), field.getValue()));
    }
  }

  private static void addRequired(JsonNode schema, List<String> required) {
    schema.path("required").forEach(name -> required.add(name.asText()));
  }

  private ArrayNode list(JsonNode schema, String name) {
    ArrayNode list = JSON.arrayNode();
    int least = schema.path("minItems").asInt(0);
    for (int i = least + random.nextInt(3); i > 0; i--) {
      list.add(good(schema.path("items"), name));
    }
    return list;
  }

  private String text(JsonNode schema, String name) {
    if (KNOWN.containsKey(name)) {
      return KNOWN.get(name);
    }
    String pattern = schema.path("pattern").asText();
    if (pattern.contains("[1-9]") || pattern.equals("[0-9]")) {
      return "+1555120%04d".formatted(1_000 + random.nextInt(9_000));
    }
    return switch (pattern) {
      case "", "\\S" -> "text " + random.nextInt(1_000);
      case "^[A-Za-z0-9_-]+$", "^[A-Za-z0-9_-]{1,64}$|^\\s*$" ->
          "own-" + Long.toHexString(random.nextLong());
      case "^[!-~]{16,200}$|^\\s*$" ->
          "peal_fuzzed-" + Long.toHexString(random.nextLong() | 1L << 62);
      case "^batch_[0-9a-z]+$", "^(batch_[0-9a-z]+)?$" ->
          "batch_" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
      case "^https?://" -> "https://crm.example.com/peal";
      case "^[0-9]{4}-[0-9]{2}-[0-9]{2}T" -> "2026-03-01T00:00:00Z";
      case "^[a-z0-9-]+$" -> "complaints";
      case "^([01][0-9]|2[0-3]):[0-5][0-9]$" -> "09:00";
      case "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" -> "20:00";
      default -> throw new IllegalStateException("say here what fits " + pattern);
    };
  }

  private double between(JsonNode schema) {
    double least = schema.path("minimum").asDouble(-100);
    double most = schema.path("maximum").asDouble(Math.max(100, least + 100));
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> Math.floor(least + random.nextDouble() * (most - least));
    };
  }

  private String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      return type.asText();
    }
    List<String> types =
        StreamSupport.stream(type.spliterator(), false).map(JsonNode::asText).toList();
    String one = types.isEmpty() ? "string" : types.get(random.nextInt(types.size()));
    return one.equals("null") && random.nextInt(3) > 0 ? types.getFirst() : one;
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref")
        ? resolved(document.at(schema.path("$ref").asText().substring(1)))
        : schema;
  }
}
