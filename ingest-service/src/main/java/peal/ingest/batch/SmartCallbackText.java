package peal.ingest.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.RetryPlan;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * Reads the form field {@code smartCallbackConfig}: {@code {"enabled": true, "maxAttempts": 3,
 * "gaps": [{"days": 1, "hours": 0}]}}.
 */
final class SmartCallbackText {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());
  private static final double LONGEST_GAP_SECONDS = Duration.ofDays(30).toSeconds();

  /** One more than there may be, which is enough to be refused for. */
  private static final int GAPS_READ = 11;

  private SmartCallbackText() {}

  /**
   * Reads {@code text}.
   *
   * @throws ApiError 400 naming the field that is wrong
   */
  static Callbacks parse(String text) {
    JsonNode root = read(text);
    if (!root.isObject()) {
      throw wrong("", "must be a JSON object");
    }
    JsonNode enabled = root.path("enabled");
    if (!absent(enabled) && !enabled.isBoolean()) {
      throw wrong(".enabled", "must be true or false");
    }
    if (enabled.isBoolean() && !enabled.booleanValue()) {
      return Callbacks.NEVER;
    }
    JsonNode attempts = root.path("maxAttempts");
    if (!attempts.isIntegralNumber() || !attempts.canConvertToInt()) {
      throw wrong(".maxAttempts", "must be a whole number, 1-10");
    }
    JsonNode gaps = root.path("gaps");
    if (!gaps.isArray()) {
      throw wrong(".gaps", "must be a list of {\"days\", \"hours\"}");
    }
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < Math.min(gaps.size(), GAPS_READ); i++) {
      waits.add(gap(gaps.get(i), ".gaps[" + i + "]"));
    }
    try {
      return new Callbacks(Optional.of(RetryPlan.smartCallback(attempts.intValue(), waits)));
    } catch (IllegalArgumentException e) {
      throw wrong("", "is refused: " + e.getMessage());
    }
  }

  /**
   * The wait that {@code gap} means, exact to the millisecond.
   *
   * @throws IllegalArgumentException when it is negative or beyond 30 days
   */
  static Duration duration(Agent.Gap gap) {
    double seconds = gap.days() * 86_400 + gap.hours() * 3_600;
    if (!(gap.days() >= 0 && gap.hours() >= 0 && seconds <= LONGEST_GAP_SECONDS)) {
      throw new IllegalArgumentException("a gap must be 0 or more and at most 30 days");
    }
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private static Duration gap(JsonNode gap, String path) {
    if (!gap.isObject()) {
      throw wrong(path, "must be {\"days\", \"hours\"}");
    }
    try {
      return duration(new Agent.Gap(number(gap, path, "days"), number(gap, path, "hours")));
    } catch (IllegalArgumentException e) {
      throw wrong(path, "is refused: " + e.getMessage());
    }
  }

  private static double number(JsonNode gap, String path, String field) {
    JsonNode value = gap.path(field);
    if (absent(value)) {
      return 0;
    }
    if (!value.isNumber()) {
      throw wrong(path + "." + field, "must be a number");
    }
    return value.doubleValue();
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static JsonNode read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      return root == null ? MissingNode.getInstance() : root;
    } catch (JsonProcessingException e) {
      throw wrong("", "is no JSON");
    }
  }

  private static ApiError wrong(String path, String what) {
    return FormFields.wrong("smartCallbackConfig", path, what);
  }
}
