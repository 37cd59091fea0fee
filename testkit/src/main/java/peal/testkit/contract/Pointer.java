package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A place in a document. Places that only refer to another one are never stood on: every step ends
 * where the reference leads.
 */
record Pointer(JsonNode document, String pointer) {
  static Pointer root(JsonNode document) {
    return new Pointer(document, "");
  }

  JsonNode node() {
    return document.at(pointer);
  }

  boolean exists() {
    return !node().isMissingNode();
  }

  Pointer at(String... names) {
    Pointer place = this;
    for (String name : names) {
      place = place.step(name);
    }
    return place;
  }

  /** The names below, in the document's order. */
  List<String> names() {
    return node().properties().stream().map(entry -> entry.getKey()).toList();
  }

  /** As the fragment of an address; braces, as in {@code {batchId}}, must be escaped there. */
  String fragment() {
    return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
  }

  private Pointer step(String name) {
    Pointer next =
        new Pointer(document, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    JsonNode other = next.node().path("$ref");
    if (!other.isTextual()) {
      return next;
    }
    String target = other.asText().substring(1);
    return new Pointer(document, URLDecoder.decode(target, StandardCharsets.UTF_8));
  }
}
