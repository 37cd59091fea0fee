package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation of the document.
 *
 * @param method in upper case
 * @param path as the document writes it, such as {@code /v1/agents/{agentId}}
 * @param place where it stands
 */
public record Operation(String method, String path, Place place) {
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  /** Hides how places are found. */
  public record Place(Pointer item, Pointer operation) {}

  static List<Operation> all(JsonNode document) {
    List<Operation> all = new ArrayList<>();
    Pointer paths = Pointer.root(document).at("paths");
    for (String path : paths.names()) {
      Pointer item = paths.at(path);
      for (String method : METHODS) {
        if (item.node().has(method)) {
          Place place = new Place(item, item.at(method));
          all.add(new Operation(method.toUpperCase(Locale.ROOT), path, place));
        }
      }
    }
    return all;
  }

  /** The operation as the document describes it. */
  public JsonNode json() {
    return place.operation().node();
  }

  /** Its id. */
  public String id() {
    return json().path("operationId").asText();
  }

  /** Its parameters, those of the path among them. */
  public List<JsonNode> parameters() {
    return parameterPlaces().stream().map(Pointer::node).toList();
  }

  List<Pointer> parameterPlaces() {
    List<Pointer> all = new ArrayList<>();
    for (Pointer owner : List.of(place.operation(), place.item())) {
      Pointer list = owner.at("parameters");
      for (int i = 0; i < list.node().size(); i++) {
        Pointer parameter = list.at(Integer.toString(i));
        // The operation's own parameter stands for the path's of the same name.
        if (all.stream().noneMatch(known -> name(known).equals(name(parameter)))) {
          all.add(parameter);
        }
      }
    }
    return all;
  }

  private static String name(Pointer parameter) {
    return parameter.node().path("name").asText();
  }

  /** What security schemes open it: one of these, each with all of its schemes. */
  public List<List<String>> security() {
    JsonNode own = json().path("security");
    JsonNode wanted = own.isMissingNode() ? place.operation().document().path("security") : own;
    List<List<String>> all = new ArrayList<>();
    wanted.forEach(
        each -> all.add(each.properties().stream().map(entry -> entry.getKey()).toList()));
    return all;
  }

  /** The body that it reads, by media type; empty where it reads none. */
  public Optional<JsonNode> requestContent() {
    return Optional.of(place.operation().at("requestBody", "content"))
        .filter(Pointer::exists)
        .map(Pointer::node);
  }

  Pointer requestBody() {
    return place.operation().at("requestBody");
  }

  /** Its answer of this status; empty where the document has none. */
  Optional<Pointer> answer(int status) {
    return Optional.of(place.operation().at("responses", Integer.toString(status)))
        .filter(Pointer::exists);
  }

  /** Whether a path, as it was sent, is this one's. */
  boolean fits(String sent) {
    return matcher(sent).matches();
  }

  /** How much of the path is fixed; of two that fit the more fixed one is meant. */
  int fixed() {
    return path.replaceAll("\\{[^}]*}", "").length();
  }

  private Matcher matcher(String sent) {
    StringBuilder pattern = new StringBuilder();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        pattern.append('/').append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
      }
    }
    return Pattern.compile(pattern + "/?").matcher(decoded(sent));
  }

  /** A slash that is escaped is none. */
  private static String decoded(String sent) {
    try {
      return URLDecoder.decode(
          sent.replace("+", "%2B").replaceAll("(?i)%2F", "."), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return sent;
    }
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
