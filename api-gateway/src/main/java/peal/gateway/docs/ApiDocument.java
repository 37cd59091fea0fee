package peal.gateway.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import peal.topics.DomainJson;

/**
 * The OpenAPI document of the whole API: written once, as YAML beside this class, and given out as
 * JSON.
 */
public final class ApiDocument {
  private static final String SOURCE = "openapi.yaml";
  private static final String OTHER_SPELLINGS = "Other spellings";

  /** Anchors of the source; each place that names one has a copy. */
  private static final String SHARED = "x-shared";

  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private ApiDocument() {}

  /**
   * Reads the document.
   *
   * <p>Not every tool follows a path that refers to another one, so such a path gets the operations
   * themselves, under ids of their own and filed together.
   *
   * @throws IllegalStateException when it is not there, which is a fault of the build
   */
  public static JsonNode read() {
    try (InputStream source = ApiDocument.class.getResourceAsStream(SOURCE)) {
      if (source == null) {
        throw new IllegalStateException(SOURCE + " is not on the class path");
      }
      ObjectNode document = JSON.valueToTree(yaml().load(source));
      document.remove(SHARED);
      ObjectNode paths = (ObjectNode) document.get("paths");
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        JsonNode other = path.getValue().get("$ref");
        if (other != null) {
          path.setValue(respelled(document.at(other.asText().substring(1))));
        }
      }
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as it is served, in UTF-8. */
  public static byte[] json() {
    try {
      return JSON.writeValueAsBytes(read());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    // The limit guards against foreign input; this is our own.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    return new Yaml(new SafeConstructor(options));
  }

  private static JsonNode respelled(JsonNode path) {
    JsonNode copy = path.deepCopy();
    for (JsonNode operation : copy) {
      if (operation.has("operationId")) {
        ObjectNode changed = (ObjectNode) operation;
        changed.put("operationId", operation.get("operationId").asText() + "Respelled");
        changed.putArray("tags").add(OTHER_SPELLINGS);
      }
    }
    return copy;
  }
}
