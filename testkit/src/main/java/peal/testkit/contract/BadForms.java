package peal.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for the fields of a form, some of which are bad. */
final class BadForms {
  private static final List<String> POOL =
      List.of(
          " ",
          "-1",
          "0",
          "101",
          "1.5",
          "99999999999999999999",
          "sideways",
          "2026-02-30T25:00:00",
          "{",
          "[]",
          "{\"maxAttempts\":0,\"gaps\":[{\"days\":1}]}",
          "{\"maxAttempts\":1,\"gaps\":[]}",
          "{\"maxAttempts\":\"1\",\"gaps\":[{\"days\":1}]}",
          "{\"maxAttempts\":1,\"gaps\":{\"days\":1}}");

  private BadForms() {}

  /** What a field may be tried with; null for leaving it out. */
  static List<String> values(JsonNode schema) {
    List<String> values = new ArrayList<>(POOL);
    values.add(null);
    if (schema.has("maxLength")) {
      values.add("x".repeat(schema.path("maxLength").asInt() + 1));
    }
    return values;
  }

  static String shown(String value) {
    if (value == null) {
      return "nothing";
    }
    return value.length() > 50 ? value.length() + " long" : "'" + value + "'";
  }

  /** The form of an example; what is no text is written as JSON. */
  static BadRequest.Body of(JsonNode example) {
    Map<String, String> fields = new LinkedHashMap<>();
    example
        .properties()
        .forEach(field ->
            fields.put(
                field.getKey(),
                field.getValue().isTextual()
                    ? field.getValue().asText()
                    : field.getValue().toString()));
    return new BadRequest.Body.Form(fields);
  }
}
