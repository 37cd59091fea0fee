package peal.ingest.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import peal.domain.ColumnName;
import peal.ingest.csv.ColumnChoice;

/** Reads the form field {@code columns}: JSON such as {@code {"phone_number": "Mobile"}}. */
final class ColumnsText {
  private static final int MOST = 200;

  private ColumnsText() {}

  /**
   * What {@code text} says.
   *
   * @throws IllegalArgumentException saying what must be otherwise, to follow the field's name
   */
  static ColumnChoice parse(String text) {
    JsonNode json = json(text);
    if (!json.isObject()) {
      throw wrong();
    }
    if (json.size() > MOST) {
      throw new IllegalArgumentException("may name at most %d columns".formatted(MOST));
    }
    Map<String, String> chosen = new HashMap<>();
    Set<String> fields = new HashSet<>();
    Set<String> headers = new HashSet<>();
    json.properties()
        .forEach(one -> {
          String field = one.getKey().strip();
          String header = one.getValue().isTextual() ? one.getValue().textValue().strip() : "";
          if (field.isEmpty() || header.isEmpty()) {
            throw wrong();
          }
          if (!fields.add(ColumnName.key(field))) {
            throw new IllegalArgumentException("names the field '" + field + "' twice");
          }
          if (!headers.add(ColumnName.key(header))) {
            throw new IllegalArgumentException(
                "takes two fields from the column '" + header + "'; a column fills one");
          }
          chosen.put(field, header);
        });
    return new ColumnChoice(chosen);
  }

  private static JsonNode json(String text) {
    try {
      return FieldJson.read(text);
    } catch (JsonProcessingException e) {
      throw wrong();
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "must be a JSON object of fields and names in the header, such as"
            + " {\"phone_number\": \"Mobile\"}");
  }
}
