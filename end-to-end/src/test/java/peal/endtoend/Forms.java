package peal.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bodies as a browser would write them. */
final class Forms {
  static final String BOUNDARY = "peal-example";
  static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private Forms() {}

  /** The least that an agent must have. */
  static String agent(String name) {
    return "{\"name\": \"%s\", \"ttsModel\": {\"provider\": \"p\", \"voiceId\": \"v\", \"language\": \"en\"}}"
        .formatted(name);
  }

  static Asked.Body json(JsonNode json) {
    return new Asked.Body(json.toString().getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  /** A form with the fields of {@code fields}; what is no text is written as JSON. */
  static Asked.Body of(JsonNode fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields
        .properties()
        .forEach(field ->
            texts.put(
                field.getKey(),
                field.getValue().isTextual()
                    ? field.getValue().asText()
                    : field.getValue().toString()));
    return new Asked.Body(bytes(texts, 1), Optional.of(texts));
  }

  /** {@code times} of each field. */
  static byte[] bytes(Map<String, String> fields, int times) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < times; i++) {
      fields.forEach((name, value) ->
          form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
              .append(name)
              .append(name.equals("file") ? "\"; filename=\"calls.csv\"" : "\"")
              .append("\r\n\r\n")
              .append(value)
              .append("\r\n"));
    }
    return form.append("--" + BOUNDARY + "--\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
