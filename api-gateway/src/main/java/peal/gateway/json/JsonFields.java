package peal.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import peal.domain.ColumnName;
import peal.gateway.Refusals;
import peal.service.http.ApiError;

/**
 * The fields of a JSON object from a client. Every method throws an {@link ApiError} 400 that names
 * the field, with its path, when the value has the wrong type or is out of bounds. A field that is
 * {@code null} counts as absent; fields that nobody asks for are ignored.
 */
public final class JsonFields {
  private static final int LONGEST_SHOWN = 60;
  private static final String HALF = "has a half character that is no Unicode";

  private final String path;
  private final JsonNode node;

  JsonFields(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** The object itself. */
  public JsonNode json() {
    return node;
  }

  /**
   * {@code before}, changed as these fields say: a JSON merge patch (RFC 7396). A null takes a
   * field away, an object is merged, anything else replaces what was there.
   */
  public JsonFields over(JsonNode before) {
    return new JsonFields(path, merge(before, node));
  }

  private static JsonNode merge(JsonNode before, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        before != null && before.isObject()
            ? ((ObjectNode) before).deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        merged.remove(field.getKey());
      } else {
        merged.set(field.getKey(), merge(merged.get(field.getKey()), field.getValue()));
      }
    }
    return merged;
  }

  /** Whether the field is named, be it null. */
  public boolean names(String name) {
    return node.has(name);
  }

  /** One of {@code words}, which are told apart without case. */
  public <E extends Enum<E>> Optional<E> word(String name, Class<E> words) {
    return given(name)
        .map(value -> text(path(name), value, 100))
        .map(text -> {
          for (E word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(text)) {
              return word;
            }
          }
          String all =
              Arrays.stream(words.getEnumConstants())
                  .map(word -> word.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "));
          throw Refusals.field(path(name), "'" + path(name) + "' must be one of: " + all + ".");
        });
  }

  /** The whole path of a field of this object, for messages. */
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Refuses fields that are not {@code known}: where one that is misspelled were left aside, the
   * client would believe that it was read.
   *
   * @param lead begins the sentence that names those that are
   */
  public void refuseOthers(Set<String> known, String lead) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      if (!known.contains(name)) {
        String shown =
            path(name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name);
        String advice =
            ColumnName.respelled(name, known)
                .map("It is written %s."::formatted)
                .orElseGet(() ->
                    lead + ": " + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
        throw new ApiError(
            400,
            "Unknown field",
            "The body has a field '%s'. %s".formatted(shown, advice),
            "UNKNOWN_FIELD",
            Map.of("field", shown));
      }
    }
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** A text of 1 to {@code max} characters that must be there. */
  public String requiredText(String name, int max) {
    return text(name, max).orElseThrow(() -> missing(name));
  }

  /** A text of at most {@code max} characters; a blank one counts as absent. */
  public Optional<String> text(String name, int max) {
    return given(name)
        .filter(value -> !(value.isTextual() && value.asText().isBlank()))
        .map(value -> text(path(name), value, max));
  }

  /** A number from {@code min} to {@code max}. */
  public Optional<Double> number(String name, double min, double max) {
    return given(name)
        .map(value -> {
          require(value.isNumber(), path(name), "must be a number");
          double number = value.asDouble();
          require(
              number >= min && number <= max,
              path(name),
              "must be %s to %s".formatted(plain(min), plain(max)));
          return number;
        });
  }

  /** A whole number from {@code min} to {@code max}. */
  public Optional<Integer> integer(String name, int min, int max) {
    return given(name)
        .map(value -> {
          require(value.isIntegralNumber(), path(name), "must be a whole number");
          require(
              value.canConvertToInt() && value.asInt() >= min && value.asInt() <= max,
              path(name),
              "must be %d to %d".formatted(min, max));
          return value.asInt();
        });
  }

  /** A text, number or boolean, as a text. */
  public Optional<String> scalar(String name) {
    return given(name).map(value -> scalar(path(name), value));
  }

  /** True or false. */
  public Optional<Boolean> flag(String name) {
    return given(name)
        .map(value -> {
          require(value.isBoolean(), path(name), "must be true or false");
          return value.asBoolean();
        });
  }

  /** An object that must be there. */
  public JsonFields requiredObject(String name) {
    return object(name).orElseThrow(() -> missing(name));
  }

  /** An object. */
  public Optional<JsonFields> object(String name) {
    return given(name).map(value -> object(path(name), value));
  }

  /** A list of at most {@code maxItems} objects. */
  public Optional<List<JsonFields>> objects(String name, int maxItems) {
    return items(name, maxItems, JsonFields::object);
  }

  /** A list of at most {@code maxItems} texts of 1 to {@code max} characters. */
  public Optional<List<String>> texts(String name, int maxItems, int max) {
    return items(name, maxItems, (path, item) -> text(path, item, max));
  }

  /** A list of at most {@code maxItems} items, each read with its path. */
  public <T> Optional<List<T>> items(
      String name, int maxItems, BiFunction<String, JsonNode, T> read) {
    return given(name)
        .map(value -> {
          require(value.isArray(), path(name), "must be a list");
          require(value.size() <= maxItems, path(name), "may have %d entries".formatted(maxItems));
          List<T> items = new ArrayList<>();
          for (JsonNode item : value) {
            items.add(read.apply(path(name) + "[" + items.size() + "]", item));
          }
          return items;
        });
  }

  /** An object of at most {@code maxItems} names with texts, numbers or booleans, as texts. */
  public Optional<Map<String, String>> texts(String name, int maxItems) {
    return object(name)
        .map(fields -> {
          require(
              fields.node.size() <= maxItems,
              path(name),
              "may have %d entries".formatted(maxItems));
          Map<String, String> texts = new LinkedHashMap<>();
          for (Map.Entry<String, JsonNode> entry : fields.node.properties()) {
            require(encodable(entry.getKey()), path(name), "has a name that is no Unicode");
            require(
                entry.getKey().length() <= ColumnName.LONGEST,
                path(name),
                "has a name of more than %,d characters".formatted(ColumnName.LONGEST));
            texts.put(entry.getKey(), scalar(fields.path(entry.getKey()), entry.getValue()));
          }
          return texts;
        });
  }

  /** The object in UTF-8, for those who hand it on. */
  public byte[] utf8() {
    refuseHalves(path, node);
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void refuseHalves(String path, JsonNode node) {
    half(node)
        .ifPresent(below ->
            require(false, path.isEmpty() ? below.replaceFirst("^[.]", "") : path + below, HALF));
  }

  /** Where in {@code node} a text is that is none; its path is made there alone. */
  private static Optional<String> half(JsonNode node) {
    if (node.isTextual()) {
      return encodable(node.asText()) ? Optional.empty() : Optional.of("");
    }
    int index = 0;
    for (JsonNode item : node.isArray() ? node : List.<JsonNode>of()) {
      Optional<String> half = half(item);
      if (half.isPresent()) {
        return Optional.of("[" + index + "]" + half.get());
      }
      index++;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      Optional<String> half = half(field.getValue());
      if (half.isPresent()) {
        return Optional.of("." + field.getKey() + half.get());
      }
    }
    return Optional.empty();
  }

  /** A name at any depth, but not inside the field {@code except}, that satisfies {@code test}. */
  public Optional<String> find(String except, Predicate<String> test) {
    return find(node, except, test);
  }

  /** An item that must be an object. */
  public static JsonFields object(String path, JsonNode value) {
    require(value.isObject(), path, "must be an object");
    return new JsonFields(path, value);
  }

  /** An item that must be a text of 1 to {@code max} characters. */
  public static String text(String path, JsonNode value, int max) {
    require(value.isTextual(), path, "must be a text");
    String text = value.asText();
    require(!text.isBlank(), path, "must not be empty");
    require(text.length() <= max, path, "may have " + max + " characters");
    require(encodable(text), path, HALF);
    return text;
  }

  private static Optional<String> find(JsonNode node, String except, Predicate<String> test) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (test.test(entry.getKey()) && !entry.getValue().isNull()) {
        return Optional.of(entry.getKey());
      }
      Optional<String> inside =
          entry.getKey().equals(except) ? Optional.empty() : find(entry.getValue(), "", test);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  private static String scalar(String path, JsonNode value) {
    require(value.isValueNode() && !value.isNull(), path, "must be a text");
    require(encodable(value.asText()), path, HALF);
    return value.asText();
  }

  private Optional<JsonNode> given(String name) {
    return has(name) ? Optional.of(node.get(name)) : Optional.empty();
  }

  private ApiError missing(String name) {
    return Refusals.field(path(name), "'" + path(name) + "' is required.");
  }

  private static void require(boolean holds, String path, String otherwise) {
    if (!holds) {
      throw Refusals.field(path, "'" + path + "' " + otherwise + ".");
    }
  }

  /** JSON can escape half of a surrogate pair, which no UTF-8 can carry on. */
  private static boolean encodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
