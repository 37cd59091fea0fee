package peal.ingest.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.ingest.batch.Started;
import peal.ingest.csv.Problem;
import peal.ingest.csv.Problems;

/** The answer to a start (API contract, section 2, Start). */
final class StartAnswer {
  private static final int FIRST_WARNINGS = 20;

  private StartAnswer() {}

  static Map<String, Object> of(Started started) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("batchId", started.batch());
    started.redialOf().ifPresent(of -> body.put("redialOf", of));
    body.put("totalCalls", started.totalCalls());
    body.put("status", "queued");
    body.put("message", started.message());
    body.put("skipped", Map.of("invalid", started.invalid(), "duplicate", started.duplicate()));
    body.put("warnings", warnings(started.warnings()));
    return body;
  }

  static Map<String, Object> warnings(Problems all) {
    List<Problem> listed = all.listed();
    Map<String, Object> doubts = new LinkedHashMap<>();
    doubts.put("counts", all.counts());
    doubts.put("first", listed.subList(0, Math.min(listed.size(), FIRST_WARNINGS)));
    return doubts;
  }
}
