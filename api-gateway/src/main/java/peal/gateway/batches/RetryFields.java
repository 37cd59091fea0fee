package peal.gateway.batches;

import java.time.Duration;
import java.util.List;
import peal.domain.RetryPlan;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/**
 * Reads {@code smartCallbackConfig}, as a start has it: {@code {"enabled": true, "maxAttempts": 3,
 * "gaps": [{"days": 1, "hours": 0}]}}.
 */
final class RetryFields {
  static final String NAME = "smartCallbackConfig";

  private static final int MOST = 10;
  private static final double MOST_DAYS = 30;

  private RetryFields() {}

  /**
   * When to dial again; null for never.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static RetryPlan read(JsonFields config) {
    if (!config.flag("enabled").orElse(true)) {
      return null;
    }
    int attempts =
        config.integer("maxAttempts", 1, MOST).orElseThrow(() -> missing(config, "maxAttempts"));
    List<Duration> gaps =
        config.objects("gaps", MOST).orElseThrow(() -> missing(config, "gaps")).stream()
            .map(RetryFields::gap)
            .toList();
    try {
      return RetryPlan.smartCallback(attempts, gaps);
    } catch (IllegalArgumentException e) {
      throw Refusals.field(NAME, "'%s' is refused: %s.".formatted(NAME, e.getMessage()));
    }
  }

  private static Duration gap(JsonFields gap) {
    double days = gap.number("days", 0, MOST_DAYS).orElse(0.0);
    double hours = gap.number("hours", 0, 24 * MOST_DAYS).orElse(0.0);
    return Duration.ofMillis(Math.round((days * 24 + hours) * Duration.ofHours(1).toMillis()));
  }

  private static ApiError missing(JsonFields config, String name) {
    return Refusals.field(config.path(name), "'%s' is required.".formatted(config.path(name)));
  }
}
