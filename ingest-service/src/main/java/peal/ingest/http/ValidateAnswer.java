package peal.ingest.http;

import java.util.LinkedHashMap;
import java.util.Map;
import peal.ingest.csv.FileReport;

/** The answer to {@code POST …/validate} (API contract, section 2). */
final class ValidateAnswer {
  private ValidateAnswer() {}

  static Map<String, Object> of(FileReport report) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("valid", report.valid());
    body.put("totalRows", report.totalRows());
    body.put("validRows", report.validRows());
    body.put("invalidRows", report.invalidRows());
    body.put("duplicateRows", report.duplicateRows());
    body.put("columns", report.columns());
    body.putAll(report.file().traits());
    if (!report.guessedColumns().isEmpty()) {
      body.put("guessedColumns", report.guessedColumns());
    }
    Map<String, Object> dials = new LinkedHashMap<>();
    dials.put("count", report.spellings().count());
    dials.put("first", report.spellings().listed());
    body.put("dials", dials);
    body.put("errors", report.errors().listed());
    body.put("warnings", report.warnings().listed());
    return body;
  }
}
