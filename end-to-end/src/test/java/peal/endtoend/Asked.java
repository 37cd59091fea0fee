package peal.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it goes over the wire.
 *
 * @param method HTTP method
 * @param target path and query, escaped
 * @param headers by name
 * @param body what is sent after them
 */
record Asked(String method, String target, Map<String, String> headers, Optional<Body> body) {
  /**
   * A body.
   *
   * @param bytes what is sent
   * @param form the fields, where it is a form that could be read as one
   */
  record Body(byte[] bytes, Optional<Map<String, String>> form) {}

  Asked with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Asked(method, target, more, body);
  }

  Asked without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(headers);
    fewer.remove(name);
    return new Asked(method, target, fewer, body);
  }

  Asked at(String elsewhere) {
    return new Asked(method, elsewhere, headers, body);
  }

  Asked saying(Optional<Body> other) {
    return new Asked(method, target, headers, other);
  }

  /** Without values, which may be long. */
  @Override
  public String toString() {
    String said = body.map(sent -> new String(sent.bytes(), StandardCharsets.UTF_8)).orElse("");
    return "%s %s %s\n%s"
        .formatted(
            method, target, headers, said.length() > 2_000 ? said.substring(0, 2_000) + "…" : said);
  }
}
