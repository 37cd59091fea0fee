package peal.ingest.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import peal.domain.Outcome;
import peal.domain.forecast.Assumption;
import peal.domain.forecast.Forecast;
import peal.domain.forecast.Wait;
import peal.ingest.batch.PlannedFile;
import peal.ingest.batch.PlannedFile.FirstRow;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Spellings;

/** The answer to {@code POST …/plan}, with times in Unix ms. */
final class PlanAnswer {
  private static final String BESIDE =
      "Other work of the workspace is not in the picture: where batches or single calls run beside"
          + " it, it takes longer.";

  private PlanAnswer() {}

  static Map<String, Object> of(PlannedFile file, Assumption assumed) {
    Forecast forecast = file.forecast();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("complete", forecast.whole());
    body.put("message", message(forecast));
    putTime(body, "plannedAt", forecast.begin());
    putTime(body, "firstDialAt", forecast.firstDial());
    putTime(body, "finishesAt", forecast.finish());
    putTime(body, "endAt", file.plan().endAt());
    rows(file, body);
    body.put("attempts", forecast.attempts());
    body.put("outcomes", outcomes(forecast.ended()));
    body.put("skipped", forecast.skipped());
    body.put("cutOff", Map.of("calls", forecast.cutOff(), "dialedBefore", forecast.cutOffDialed()));
    body.put("notPlanned", forecast.left());
    body.put("peakConcurrency", forecast.peak());
    if (forecast.bottleneck() != null) {
      body.put("bottleneck", forecast.bottleneck().word());
    }
    body.put("waits", forecast.waits().entrySet().stream().map(PlanAnswer::wait).toList());
    body.put(
        "dialsPerHour",
        forecast.perHour().entrySet().stream()
            .map(hour -> Map.of("hour", hour.getKey().toEpochMilli(), "dials", hour.getValue()))
            .toList());
    body.put("zones", forecast.zones().stream().map(PlanAnswer::zone).toList());
    body.put("rows", file.first().stream().map(row -> row(row, forecast)).toList());
    body.put("assumed", assumed(assumed));
    return body;
  }

  private static String message(Forecast forecast) {
    return forecast.whole()
        ? BESIDE
        : String.format(
            Locale.ROOT,
            "Planned as far as finishesAt: the file asks for more than a plan may take (4 million"
                + " steps, 30 s). %,d calls are left then. %s",
            forecast.left(),
            BESIDE);
  }

  private static void rows(PlannedFile file, Map<String, Object> body) {
    FileReport report = file.report();
    body.put("totalRows", report.totalRows());
    body.put("totalCalls", report.dialedRows());
    body.put("leftOut", file.leftOut());
  }

  private static Map<String, Object> outcomes(Map<Outcome, Long> ended) {
    Map<String, Object> outcomes = new LinkedHashMap<>();
    ended.forEach((outcome, count) -> outcomes.put(outcome.word(), count));
    return outcomes;
  }

  private static Map<String, Object> wait(Map.Entry<Wait, Forecast.Waited> wait) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("reason", wait.getKey().word());
    body.put("dials", wait.getValue().dials());
    body.put("averageSeconds", seconds(wait.getValue().average()));
    body.put("longestSeconds", seconds(wait.getValue().longest()));
    return body;
  }

  private static void putTime(Map<String, Object> body, String name, Instant at) {
    if (at != null) {
      body.put(name, at.toEpochMilli());
    }
  }

  private static double seconds(Duration time) {
    return Math.round(time.toMillis() / 100.0) / 10.0;
  }

  private static Map<String, Object> zone(Forecast.Zone zone) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("zones", list(zone.zones()));
    body.put("calls", zone.rows());
    putTime(body, "opensAt", zone.opensAt());
    putTime(body, "firstDialAt", zone.firstDial());
    if (zone.refusal() != null) {
      body.put("skipped", zone.refusal());
    }
    return body;
  }

  /** None where they are unknown, or where nobody asks. */
  private static List<String> list(String zones) {
    return zones == null || zones.isEmpty() ? List.of() : List.of(zones.split(","));
  }

  private static Map<String, Object> row(FirstRow row, Forecast forecast) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("row", row.row());
    body.put("phone_number", row.written());
    String dials = Spellings.dials(row.written(), row.number());
    if (dials != null) {
      body.put("dials", dials);
    }
    if (row.call() < 0) {
      body.put("zones", List.of());
      body.put("why", row.problem());
      return body;
    }
    Forecast.Row planned = forecast.first().get(row.call());
    body.put("zones", list(planned.zones()));
    putTime(body, "firstDialAt", planned.firstDial());
    String held = planned.held().map(Wait::word).orElse("at_once");
    body.put(
        "why",
        planned.firstDial() != null
            ? held
            : planned.refusal() == null ? "not_planned" : planned.refusal());
    return body;
  }

  private static Map<String, Object> assumed(Assumption assumed) {
    Map<String, Object> outcomes = new LinkedHashMap<>();
    assumed.shares().forEach((outcome, share) -> outcomes.put(outcome.word(), share));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("outcomes", outcomes);
    body.put("ringSeconds", seconds(assumed.ringing()));
    body.put("talkSeconds", seconds(assumed.talking()));
    return body;
  }
}
