package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import peal.topics.DomainJson;

/**
 * What a client wants of a redial to be otherwise than it was: the fields of a start as JSON. Null
 * gives a field back to what is usual. The gateway knows which fields there are.
 *
 * @param json an object
 */
public record Overrides(JsonNode json) {
  private static final JsonMapper JSON = DomainJson.newMapper();

  /**
   * Reads {@code text}.
   *
   * @throws IllegalArgumentException when it is no JSON
   */
  public static Overrides parse(String text) {
    try {
      return new Overrides(JSON.readTree(text));
    } catch (IOException e) {
      throw new IllegalArgumentException("no overrides", e);
    }
  }

  /** The text of a field as a form has it, where it is not blank. */
  public Optional<String> field(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return Optional.of(text.strip()).filter(some -> !some.isEmpty());
  }

  /** The fields that are named, and are not null. */
  Set<String> named() {
    Set<String> named = new HashSet<>();
    json.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .forEach(field -> named.add(field.getKey()));
    return named;
  }

  /** The fields that are null. */
  Set<String> dropped() {
    Set<String> dropped = new HashSet<>();
    json.properties().stream()
        .filter(field -> field.getValue().isNull())
        .forEach(field -> dropped.add(field.getKey()));
    return dropped;
  }
}
