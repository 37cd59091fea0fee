package peal.standalone.display;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as a short table. */
public final class PlanTable {
  /** Hours and sets of zones that are shown; of more the rest is counted. */
  private static final int MOST_LINES = 12;

  private PlanTable() {}

  /** Of the API's answer. */
  public static Table of(JsonNode plan) {
    Table table = new Table().heading("Plan");
    table.row("calls", plan.path("totalCalls").asLong());
    counts(table, "left out: ", plan.path("leftOut"));
    table.row("attempts", plan.path("attempts").asLong());
    table.row("first dial", time(plan.path("firstDialAt")));
    table.row(
        plan.path("complete").asBoolean() ? "finishes" : "planned until",
        time(plan.path("finishesAt")));
    if (plan.path("notPlanned").asLong() > 0) {
      table.row("not planned", plan.path("notPlanned").asLong());
    }
    table.row("at once, at most", plan.path("peakConcurrency").asLong());
    table.row("held up by", plan.path("bottleneck").asText("nothing"));
    counts(table, "skipped: ", plan.path("skipped"));
    if (plan.path("cutOff").path("calls").asLong() > 0) {
      table.row("cut off by the end", plan.path("cutOff").path("calls").asLong());
    }
    waits(table, plan.path("waits"));
    zones(table, plan.path("zones"));
    hours(table, plan.path("dialsPerHour"));
    return table;
  }

  private static void counts(Table table, String what, JsonNode counts) {
    for (Map.Entry<String, JsonNode> count : counts.properties()) {
      table.row(what + count.getKey(), count.getValue().asLong());
    }
  }

  private static void waits(Table table, JsonNode waits) {
    if (!waits.isEmpty()) {
      table.heading("Waits");
    }
    for (JsonNode wait : waits) {
      table.row(
          wait.path("reason").asText(),
          "%d dials, %s on average, %s at most"
              .formatted(
                  wait.path("dials").asLong(),
                  length(wait.path("averageSeconds")),
                  length(wait.path("longestSeconds"))));
    }
  }

  private static String length(JsonNode seconds) {
    return Duration.ofSeconds(Math.round(seconds.asDouble()))
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT);
  }

  private static void zones(Table table, JsonNode zones) {
    if (zones.size() == 1 && zones.path(0).path("zones").isEmpty()) {
      return;
    }
    table.heading("Zones");
    for (int i = 0; i < Math.min(zones.size(), MOST_LINES); i++) {
      JsonNode zone = zones.path(i);
      List<String> names = new ArrayList<>();
      zone.path("zones").forEach(name -> names.add(name.asText()));
      String opens =
          zone.path("opensAt").isMissingNode()
              ? "never: " + zone.path("skipped").asText()
              : "opens " + time(zone.path("opensAt"));
      table.row(
          names.isEmpty() ? "unknown" : String.join(", ", names),
          "%d calls, %s".formatted(zone.path("calls").asLong(), opens));
    }
    if (zones.size() > MOST_LINES) {
      table.row("and", zones.size() - MOST_LINES + " more (--json)");
    }
  }

  private static void hours(Table table, JsonNode hours) {
    if (hours.isEmpty()) {
      return;
    }
    table.heading("Dials per hour");
    for (int i = 0; i < Math.min(hours.size(), MOST_LINES); i++) {
      table.row(time(hours.path(i).path("hour")), hours.path(i).path("dials").asLong());
    }
    if (hours.size() > MOST_LINES) {
      table.row("and", hours.size() - MOST_LINES + " more hours (--json)");
    }
  }

  private static String time(JsonNode millis) {
    return millis.isNumber() ? Instant.ofEpochMilli(millis.asLong()).toString() : "-";
  }
}
