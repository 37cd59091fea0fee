package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import peal.domain.StopWhen;
import peal.service.http.ApiError;

/**
 * Reads the form field {@code stopWhen}: {@code {"failureRate": 0.5, "windowSeconds": 120,
 * "minCalls": 20}}.
 */
final class StopWhenText {
  private static final String FIELD = "stopWhen";
  private static final Set<String> FIELDS = Set.of("failureRate", "windowSeconds", "minCalls");

  private StopWhenText() {}

  /**
   * Reads {@code text}.
   *
   * @throws ApiError 400 naming the field that is wrong
   */
  static StopWhen parse(String text) {
    JsonNode rule = FieldJson.read(FIELD, text);
    if (!rule.isObject()) {
      throw FormFields.wrong(
          FIELD, "must be an object such as {\"failureRate\": 0.5, \"minCalls\": 20}");
    }
    rule.fieldNames()
        .forEachRemaining(name -> {
          // Left aside, it would stop at another rate than was meant.
          if (!FIELDS.contains(name)) {
            throw FormFields.wrong(
                FIELD, "has a field that is none of failureRate, windowSeconds, minCalls");
          }
        });
    JsonNode window = rule.path("windowSeconds");
    return new StopWhen(
        rate(rule.path("failureRate")),
        window.isMissingNode() || window.isNull()
            ? StopWhen.USUAL_WINDOW
            : whole(window, ".windowSeconds", StopWhen.SHORTEST, StopWhen.LONGEST),
        whole(rule.path("minCalls"), ".minCalls", StopWhen.FEWEST, StopWhen.MOST));
  }

  private static double rate(JsonNode rate) {
    if (!rate.isNumber()
        || !(rate.doubleValue() >= StopWhen.LEAST_RATE && rate.doubleValue() <= 1)) {
      throw FormFields.wrong(
          FIELD, ".failureRate", "must be a number, %s-1".formatted(StopWhen.LEAST_RATE));
    }
    return rate.doubleValue();
  }

  private static int whole(JsonNode number, String path, int least, int most) {
    if (!number.isIntegralNumber()
        || !number.canConvertToInt()
        || number.intValue() < least
        || number.intValue() > most) {
      throw FormFields.wrong(FIELD, path, "must be a whole number, %d-%d".formatted(least, most));
    }
    return number.intValue();
  }
}
