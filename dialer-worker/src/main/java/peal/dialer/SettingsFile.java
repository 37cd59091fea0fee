package peal.dialer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import peal.dialer.seal.SealingKeys;
import peal.topics.DomainJson;

/**
 * Reads JSON in which a text may name a variable of the environment, as {@code ${NAME}}, so that no
 * secret need be written there. Unknown fields are refused. Thread-safe.
 */
final class SettingsFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final JsonMapper json =
      JsonMapper.builder(DomainJson.newFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private final Map<String, String> environment;
  private final Optional<Path> keys;

  /**
   * Variables are taken from {@code environment}, and the process's own where it lacks them.
   *
   * @param keys the file of keys by which sealed texts are opened
   */
  SettingsFile(Map<String, String> environment, Optional<Path> keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /**
   * A text with its variables filled in.
   *
   * @throws IllegalArgumentException when it is no JSON, or names a variable that is not set
   */
  JsonNode tree(String text) {
    try {
      return filled(json.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "it is no JSON in line " + e.getLocation().getLineNr(), e.getCause());
    }
  }

  /**
   * As {@code type}; the library's own words are not passed on, for they may show a secret.
   *
   * @param where what to call the node in what is said of it
   * @throws IllegalArgumentException when it is none, or the type refuses it, saying why
   */
  <T> T as(Class<T> type, JsonNode node, String where) {
    try {
      return json.treeToValue(node, type);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(where + ": " + e.getCause().getMessage(), e.getCause());
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          where + " knows no '" + e.getPropertyName() + "', only " + e.getKnownPropertyIds());
    } catch (JsonMappingException e) {
      String path =
          e.getPath().stream()
              .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
              .collect(Collectors.joining("."));
      throw new IllegalArgumentException(
          path.isEmpty()
              ? where + " must be an object"
              : where + " has a '" + path + "' of the wrong kind");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(where + " cannot be read");
    }
  }

  /**
   * The same with its sealed texts opened.
   *
   * @throws IllegalArgumentException when one was not sealed for {@code carrier}, or no key is here
   */
  JsonNode opened(JsonNode node, String carrier) {
    return replaced(node, text -> text.startsWith(SealingKeys.PREFIX) ? open(text, carrier) : text);
  }

  private String open(String sealed, String carrier) {
    Path file =
        keys.orElseThrow(() ->
            new IllegalArgumentException(
                "carrier '%s' has a sealed text, and PEAL_CARRIER_KEYS_FILE names no keys"
                    .formatted(carrier)));
    try {
      return SealingKeys.read(file).open(carrier, sealed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "carrier '%s' has a sealed text: %s".formatted(carrier, e.getMessage()), e);
    }
  }

  /** Puts the environment's values in place of its variables. */
  private JsonNode filled(JsonNode node) {
    return replaced(node, text -> VARIABLE.matcher(text).replaceAll(this::valueOf));
  }

  private JsonNode replaced(JsonNode node, UnaryOperator<String> by) {
    return switch (node) {
      case TextNode text -> TextNode.valueOf(by.apply(text.textValue()));
      case ObjectNode object -> {
        object.properties().forEach(field -> field.setValue(replaced(field.getValue(), by)));
        yield object;
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, replaced(array.get(i), by));
        }
        yield array;
      }
      default -> node;
    };
  }

  private String valueOf(MatchResult variable) {
    // A service that is started within another process is given Peal's own variables only.
    String value = environment.getOrDefault(variable.group(1), System.getenv(variable.group(1)));
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment has no " + variable.group(1) + ", which it names");
    }
    return Matcher.quoteReplacement(value);
  }
}
