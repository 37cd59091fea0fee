package peal.testkit.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies that are bad whatever is asked. */
final class BadBodies {
  /** A JSON body may have a million bytes. */
  static final String TOO_LARGE = "{\"name\":\"" + "x".repeat(1_000_000) + "\"}";

  /** Names of media types that are none of JSON's. */
  static final List<String> OTHER_TYPES =
      List.of("text/plain", "application/x-www-form-urlencoded", "json", "a/b/c");

  /** What is no JSON object that could be read, by what is wrong with it. */
  static final Map<String, String> NO_OBJECTS = Collections.unmodifiableMap(noObjects());

  private BadBodies() {}

  private static Map<String, String> noObjects() {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("nothing", "");
    bad.put("half an object", "{");
    bad.put("words", "not json");
    bad.put("a list", "[]");
    bad.put("null", "null");
    bad.put("a text", "\"x\"");
    bad.put("two objects", "{} {}");
    bad.put("a field twice", "{\"name\":\"a\",\"name\":\"b\"}");
    bad.put("a NUL", "{\"name\":\"a\0\"}");
    bad.put("a list 10,000 deep", "[".repeat(10_000));
    bad.put("an object 10,000 deep", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
    bad.put("an object 101 deep", "{\"a\":".repeat(101) + "1" + "}".repeat(101));
    bad.put("a number of 2,000 digits", "{\"lanes\":" + "9".repeat(2_000) + "}");
    return bad;
  }
}
