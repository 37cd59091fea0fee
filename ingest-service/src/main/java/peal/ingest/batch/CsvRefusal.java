package peal.ingest.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Problem;
import peal.service.http.ApiError;

/** Says why a file starts nothing. */
public final class CsvRefusal {
  private CsvRefusal() {}

  /** 400 with the problems and the counts of {@code report}, which has at least one error. */
  public static ApiError of(FileReport report) {
    Problem first = report.errors().listed().getFirst();
    long count = report.errors().count();
    String others =
        count == 1 ? "" : " %,d more problem%s.".formatted(count - 1, count == 2 ? "" : "s");
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("field", "file");
    more.put("errors", report.errors().listed());
    more.put("totalRows", report.totalRows());
    more.put("validRows", report.validRows());
    more.put("invalidRows", report.invalidRows());
    more.put("duplicateRows", report.duplicateRows());
    return new ApiError(
        400,
        "CSV validation failed",
        "At %s: %s%s".formatted(first.place(), first.message(), others),
        "CSV_INVALID",
        more);
  }
}
