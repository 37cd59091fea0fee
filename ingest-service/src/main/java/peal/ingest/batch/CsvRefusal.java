package peal.ingest.batch;

import java.util.LinkedHashMap;
import java.util.List;
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
    return refusal("At %s: %s%s".formatted(first.place(), first.message(), others), more);
  }

  /** 400 with what is wrong with a file of which nothing could be read. */
  public static ApiError of(Problem problem) {
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("field", "file");
    more.put("errors", List.of(problem));
    return refusal(problem.message(), more);
  }

  private static ApiError refusal(String message, Map<String, Object> more) {
    return new ApiError(400, "CSV validation failed", message, "CSV_INVALID", more);
  }
}
