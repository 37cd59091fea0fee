package peal.ingest.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.ColumnName;
import peal.domain.PhoneNumber;
import peal.domain.Wording;
import peal.ingest.batch.Script;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Header;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowObserver;
import peal.ingest.csv.Spellings;

/**
 * Gathers the first rows of a file while it is checked, and answers {@code POST …/preview} (API
 * contract, section 2) with them.
 */
final class PreviewAnswer implements RowObserver {
  private static final Set<String> ENDING =
      Set.of(
          "unclosed_quote", "text_after_quote", "row_too_long", "too_many_rows", "too_much_text");

  /** What the rows may take together as JSON, bytes; the row that goes beyond is the last. */
  static final long MOST_BYTES = 1 << 20;

  private final int limit;
  private final Optional<Script> script;
  private final boolean emptyWhereMissing;
  private final List<Seen> seen = new ArrayList<>();

  PreviewAnswer(int limit, Optional<Script> script, boolean emptyWhereMissing) {
    this.limit = limit;
    this.script = script;
    this.emptyWhereMissing = emptyWhereMissing;
  }

  private record Seen(
      long row, String written, PhoneNumber number, Map<String, String> variables) {}

  @Override
  public void row(long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {
    if (seen.size() < limit) {
      seen.add(new Seen(row, header.numberIn(cells).strip(), number, header.variables(cells)));
    }
  }

  Map<String, Object> of(FileReport report) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("columns", report.columns());
    Optional<Saying> saying =
        script.flatMap(said ->
            report
                .header()
                .map(header -> Saying.of(said, header.variableNames(), emptyWhereMissing)));
    body.put("rows", rows(report, saying));
    body.put("totalRows", report.totalRows());
    body.put("errors", ofTheFile(report));
    body.put("warnings", report.warnings().listed().stream().filter(p -> p.row() == null).toList());
    return body;
  }

  /** Each may say a prompt of its own, and all of them are held until they are sent. */
  private List<Map<String, Object>> rows(FileReport report, Optional<Saying> saying) {
    List<Map<String, Object>> rows = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < seen.size() && bytes < MOST_BYTES; i++) {
      Map<String, Object> row = row(seen.get(i), report, saying);
      rows.add(row);
      bytes += JsonLength.of(row);
    }
    return rows;
  }

  private static Map<String, Object> row(Seen row, FileReport report, Optional<Saying> saying) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("row", row.row());
    body.put("phone_number", row.written());
    String dials = Spellings.dials(row.written(), row.number());
    if (dials != null) {
      body.put("dials", dials);
    }
    body.put("metadata", row.variables());
    body.put("errors", of(row, report.errors().listed()));
    body.put("warnings", of(row, report.warnings().listed()));
    if (row.number() != null) {
      saying.ifPresent(said -> said.fill(row, body));
    }
    return body;
  }

  private static List<Problem> of(Seen row, List<Problem> problems) {
    return problems.stream().filter(p -> Long.valueOf(row.row()).equals(p.row())).toList();
  }

  /** Of no row, or of one at which the file could not be read on: it has no cells to be shown. */
  private List<Problem> ofTheFile(FileReport report) {
    Set<Long> shown = seen.stream().map(Seen::row).collect(Collectors.toSet());
    return report.errors().listed().stream()
        .filter(p -> p.row() == null || ENDING.contains(p.code()) && !shown.contains(p.row()))
        .toList();
  }

  /**
   * What calls would say; placeholders that nothing fills are shown, for they are an error.
   *
   * @param usual the agent's values, by name
   * @param unfilled what nothing fills, by what it is compared by, in braces
   */
  private record Saying(Wording wording, Map<String, String> usual, Map<String, String> unfilled) {
    static Saying of(Script script, List<String> columns, boolean emptyWhereMissing) {
      Placeholders placeholders = script.placeholders(emptyWhereMissing);
      Map<String, String> unfilled = new HashMap<>();
      placeholders
          .unfilled(columns)
          .keySet()
          .forEach(name -> unfilled.put(ColumnName.key(name), "{" + name + "}"));
      return new Saying(
          script.wording(), placeholders.settled(script.variables(), columns), unfilled);
    }

    void fill(Seen row, Map<String, Object> body) {
      Map<String, String> values = Wording.values(row.number(), List.of(row.variables(), usual));
      values.putAll(unfilled);
      wording
          .knowing(values::containsKey)
          .fill(values::get)
          .ifPresent(filled -> {
            body.put("prompt", filled.prompt());
            if (filled.welcomeMessage() != null) {
              body.put("welcomeMessage", filled.welcomeMessage());
            }
          });
    }
  }
}
