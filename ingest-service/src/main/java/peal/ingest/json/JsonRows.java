package peal.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.domain.ColumnName;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.CsvBytes;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.Rows;
import peal.ingest.csv.Step;
import peal.ingest.csv.UnreadableFile;
import peal.topics.DomainJson;

/**
 * Rows as JSON, {@code {"rows": [{"phone_number": "…", …}, …]}}: each an object of texts, numbers,
 * true, false and null, which is as an empty cell. The names that any of them has are the columns.
 * Read from its bytes each time, one row after the other.
 */
public final class JsonRows implements RowFile {
  /** Columns, and bytes of their names, that a client can mean. */
  private static final int MOST_COLUMNS = 1_000;

  private static final int DEEPEST = 4;

  private static final JsonFactory JSON =
      DomainJson.remembersNoNames(new JsonFactoryBuilder())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_ROW)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final CsvBytes bytes;
  private final List<String> columns;

  /**
   * The rows of {@code bytes}.
   *
   * @throws UnreadableFile when they are none of that form
   */
  public JsonRows(CsvBytes bytes) throws IOException, UnreadableFile {
    this.bytes = bytes;
    Map<String, Integer> names = new LinkedHashMap<>();
    try (Objects rows = new Objects(bytes)) {
      for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
        row.keySet().forEach(name -> names.putIfAbsent(name, names.size()));
        if (names.size() > MOST_COLUMNS) {
          throw rows.tooManyNames();
        }
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableFile(
          Problem.ofFile(
              (long) Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
              null,
              "invalid_json",
              "The body is no JSON of the form {\"rows\": [{\"phone_number\": \"…\"}]}, names a"
                  + " field"
                  + " twice, or has a text of more than %,d characters.".formatted(LONGEST_ROW)));
    }
    this.columns = List.copyOf(names.keySet());
  }

  @Override
  public Rows open() throws IOException {
    Objects rows;
    try {
      rows = new Objects(bytes);
    } catch (UnreadableFile e) {
      throw new IOException("what was JSON is none now", e);
    }
    return new Rows() {
      private long line;

      @Override
      public Step next() throws IOException {
        line++;
        if (line == 1) {
          return columns.isEmpty() ? new Step.End() : new Step.Cells(line, columns);
        }
        try {
          Map<String, String> row = rows.next();
          return row == null
              ? new Step.End()
              : new Step.Cells(
                  line, columns.stream().map(name -> row.getOrDefault(name, "")).toList());
        } catch (UnreadableFile e) {
          throw new IOException("what was JSON is none now", e);
        }
      }

      @Override
      public void close() throws IOException {
        rows.close();
      }
    };
  }

  @Override
  public ColumnChoice choice() {
    return ColumnChoice.NONE;
  }

  @Override
  public Map<String, String> traits() {
    return Map.of();
  }

  /** The objects of the array, one after the other. */
  private static final class Objects implements AutoCloseable {
    private final JsonParser parser;
    private int count;

    Objects(CsvBytes bytes) throws IOException, UnreadableFile {
      parser = JSON.createParser(bytes.open());
      boolean begins =
          parser.nextToken() == JsonToken.START_OBJECT
              && "rows".equals(parser.nextFieldName())
              && parser.nextToken() == JsonToken.START_ARRAY;
      if (!begins) {
        throw unreadable(
            Problem.ofFile(
                1L,
                null,
                "invalid_json",
                "The body must be an object with one field, 'rows': an array of objects."));
      }
    }

    /** The next row's values by name; null behind the last. */
    Map<String, String> next() throws IOException, UnreadableFile {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY) {
        if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
          throw unreadable(
              "is the last; behind it nothing but the end may come, and something does");
        }
        return null;
      }
      count++;
      if (token != JsonToken.START_OBJECT) {
        throw unreadable("must be an object, such as {\"phone_number\": \"+15550001234\"}");
      }
      Map<String, String> row = new LinkedHashMap<>();
      long length = 0;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (name.length() > ColumnName.LONGEST) {
          throw unreadable(
              "names a field with more than %,d characters".formatted(ColumnName.LONGEST));
        }
        JsonToken value = parser.nextToken();
        if (!value.isScalarValue()) {
          throw unreadable("has a list or an object where a text or a number must stand");
        }
        String text = value == JsonToken.VALUE_NULL ? "" : parser.getText();
        row.put(name, text);
        length += name.length() + text.length();
        if (length > LONGEST_ROW) {
          throw unreadable("has more than %,d characters. Shorten it".formatted(LONGEST_ROW));
        }
        if (row.size() > MOST_COLUMNS) {
          throw tooManyNames();
        }
      }
      return row;
    }

    UnreadableFile tooManyNames() {
      return unreadable(
          "has more than %,d different names with those before it".formatted(MOST_COLUMNS));
    }

    UnreadableFile unreadable(String what) {
      return unreadable(
          new Problem(
              (long) count, null, null, "invalid_json", "This row %s.".formatted(what), null));
    }

    private UnreadableFile unreadable(Problem problem) {
      return new UnreadableFile(problem);
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }
}
