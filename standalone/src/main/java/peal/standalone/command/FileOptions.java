package peal.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a file is to be read. */
final class FileOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--column",
      paramLabel = "FIELD=HEADER",
      description = "Which column is which, such as phone_number=Mobile; may be repeated.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Encoding of a CSV file, such as windows-1252.")
  private String encoding;

  @Option(
      names = "--sheet",
      paramLabel = "NAME",
      description = "Sheet of a workbook; without it the first.")
  private String sheet;

  /** The form fields of the API; what was not given is left out. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!columns.isEmpty()) {
      fields.put("columns", json(chosen()));
    }
    if (encoding != null) {
      fields.put("encoding", encoding);
    }
    if (sheet != null) {
      fields.put("sheet", sheet);
    }
    return fields;
  }

  private Map<String, String> chosen() {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String column : columns) {
      int at = column.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException(
            "--column %s names no column; write FIELD=HEADER".formatted(column));
      }
      String field = column.substring(0, at);
      if (chosen.put(field, column.substring(at + 1)) != null) {
        throw new IllegalArgumentException("--column %s is given twice".formatted(field));
      }
    }
    return chosen;
  }

  private static String json(Map<String, String> map) {
    try {
      return JSON.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is JSON", e);
    }
  }
}
