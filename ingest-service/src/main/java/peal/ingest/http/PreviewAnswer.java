package peal.ingest.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.PhoneNumber;
import peal.domain.PromptText;
import peal.ingest.batch.Script;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Header;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowObserver;

/**
 * Gathers the first rows of a file while it is checked, and answers {@code POST …/preview} (API
 * contract, section 2) with them.
 */
final class PreviewAnswer implements RowObserver {
  private final int limit;
  private final Optional<Script> script;
  private final List<Seen> seen = new ArrayList<>();

  PreviewAnswer(int limit, Optional<Script> script) {
    this.limit = limit;
    this.script = script;
  }

  private record Seen(long row, String number, Map<String, String> variables) {}

  @Override
  public void row(long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {
    if (seen.size() < limit) {
      String said = number == null ? header.numberIn(cells) : number.e164();
      seen.add(new Seen(row, said, header.variables(cells)));
    }
  }

  Map<String, Object> of(FileReport report) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("columns", report.columns());
    body.put("rows", seen.stream().map(row -> row(row, report)).toList());
    body.put("totalRows", report.totalRows());
    return body;
  }

  private Map<String, Object> row(Seen row, FileReport report) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("row", row.row());
    body.put("phone_number", row.number());
    body.put("metadata", row.variables());
    body.put("errors", of(row, report.errors().listed()));
    List<Object> warnings = new ArrayList<>(of(row, report.warnings().listed()));
    body.put("warnings", warnings);
    script.ifPresent(said -> fill(said, row, body, warnings));
    return body;
  }

  private static List<Problem> of(Seen row, List<Problem> problems) {
    return problems.stream().filter(p -> Long.valueOf(row.row()).equals(p.row())).toList();
  }

  private static void fill(
      Script script, Seen row, Map<String, Object> body, List<Object> warnings) {
    List<Map<String, String>> sources = List.of(row.variables(), script.variables());
    fill("prompt", script.prompt(), sources, row, body, warnings);
    fill("welcomeMessage", script.welcomeMessage(), sources, row, body, warnings);
  }

  private static void fill(
      String field,
      String template,
      List<Map<String, String>> sources,
      Seen row,
      Map<String, Object> body,
      List<Object> warnings) {
    if (template == null) {
      return;
    }
    PromptText.Filled filled = PromptText.fill(template, sources);
    body.put(field, filled.text());
    for (String name : filled.unknown()) {
      warnings.add(
          new Problem(
              row.row(),
              null,
              name,
              "unknown_variable",
              "The agent's " + field + " wants {" + name + "}, and nothing gives it a value.",
              null));
    }
  }
}
