package peal.gateway.batches;

import java.util.Set;
import peal.domain.StopWhen;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/** Reads {@code stopWhen}, as a start has it. */
final class StopWhenFields {
  static final String NAME = "stopWhen";

  private static final Set<String> FIELDS = Set.of("failureRate", "windowSeconds", "minCalls");

  private StopWhenFields() {}

  /**
   * When a batch pauses itself; null for never.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static StopWhen read(JsonFields fields) {
    return fields.object(NAME).map(StopWhenFields::rule).orElse(null);
  }

  private static StopWhen rule(JsonFields rule) {
    // Left aside, it would stop at another rate than was meant.
    rule.refuseOthers(FIELDS, "There are");
    return new StopWhen(
        rule.number("failureRate", StopWhen.LEAST_RATE, 1)
            .orElseThrow(() -> missing(rule, "failureRate")),
        rule.integer("windowSeconds", StopWhen.SHORTEST, StopWhen.LONGEST)
            .orElse(StopWhen.USUAL_WINDOW),
        rule.integer("minCalls", StopWhen.FEWEST, StopWhen.MOST)
            .orElseThrow(() -> missing(rule, "minCalls")));
  }

  private static ApiError missing(JsonFields rule, String field) {
    String path = rule.path(field);
    return Refusals.field(path, "'%s' is required.".formatted(path));
  }
}
