package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.service.http.ApiError;

/**
 * Reads the form field {@code retryRules}: {@code {"maxAttempts": 4, "jitterPercent": 10, "rules":
 * {"busy": {"maxAttempts": 3, "gaps": [{"minutes": 30}, {"hours": 2}]}}}}.
 */
final class RetryRulesText {
  static final String NAME = "retryRules";

  private static final Set<String> FIELDS = Set.of("maxAttempts", "jitterPercent", "rules");
  private static final Set<String> OF_RULES = Set.of("maxAttempts", "gaps");
  private static final Set<String> OF_GAPS = Set.of("days", "hours", "minutes");

  private static final Map<String, Outcome> OUTCOMES =
      RetryRule.OUTCOMES.stream().collect(Collectors.toMap(Outcome::word, outcome -> outcome));

  private RetryRulesText() {}

  /**
   * Reads {@code text}.
   *
   * @throws ApiError 400 naming the field that is wrong
   */
  static RetryPlan parse(String text) {
    JsonNode root = FieldJson.read(NAME, text);
    refuseOthers(root, "", FIELDS);
    int most = whole(root, "", "maxAttempts", 0, RetryPlan.MOST);
    int jitter =
        absent(root.path("jitterPercent"))
            ? 0
            : whole(root, "", "jitterPercent", 0, RetryPlan.MOST_JITTER);
    List<RetryRule> rules = new ArrayList<>();
    JsonNode said = root.path("rules");
    if (!absent(said)) {
      refuseOthers(said, ".rules", OUTCOMES.keySet());
      said.properties().stream()
          .filter(rule -> !absent(rule.getValue()))
          .forEach(rule ->
              rules.add(
                  rule(OUTCOMES.get(rule.getKey()), rule.getValue(), ".rules." + rule.getKey())));
    }
    if (rules.isEmpty() && most > 0) {
      throw wrong(".rules", "must have a rule for one at least of " + names(OUTCOMES.keySet()));
    }
    return new RetryPlan(most, jitter, rules);
  }

  private static RetryRule rule(Outcome outcome, JsonNode rule, String path) {
    refuseOthers(rule, path, OF_RULES);
    int most = whole(rule, path, "maxAttempts", 1, RetryRule.MOST);
    JsonNode gaps = rule.path("gaps");
    if (!gaps.isArray() || gaps.isEmpty() || gaps.size() > RetryRule.MOST) {
      throw wrong(
          path + ".gaps",
          "must be a list of 1-%d waits such as {\"hours\": 2}".formatted(RetryRule.MOST));
    }
    List<Duration> waits = new ArrayList<>();
    for (JsonNode gap : gaps) {
      waits.add(gap(gap, path + ".gaps[" + waits.size() + "]"));
    }
    return new RetryRule(Set.of(outcome), most, waits);
  }

  private static Duration gap(JsonNode gap, String path) {
    refuseOthers(gap, path, OF_GAPS);
    double minutes =
        number(gap, path, "days") * 24 * 60
            + number(gap, path, "hours") * 60
            + number(gap, path, "minutes");
    if (!(minutes >= 1 && minutes <= RetryRule.MOST_GAP.toMinutes())) {
      throw wrong(path, "must be at least one minute, and at most 30 days");
    }
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  private static double number(JsonNode gap, String path, String field) {
    JsonNode value = gap.path(field);
    if (absent(value)) {
      return 0;
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0)) {
      throw wrong(path + "." + field, "must be a number, 0 or more");
    }
    return value.doubleValue();
  }

  private static int whole(JsonNode object, String path, String field, int least, int most) {
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(path + "." + field, "must be a whole number, %d-%d".formatted(least, most));
    }
    return value.intValue();
  }

  /** Left aside, it would dial otherwise than was meant. */
  private static void refuseOthers(JsonNode object, String path, Set<String> known) {
    if (!object.isObject()) {
      throw wrong(path, "must be an object of " + names(known));
    }
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw wrong(path, "has a field that is none of " + names(known));
          }
        });
  }

  private static String names(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static ApiError wrong(String path, String what) {
    return FormFields.wrong(NAME, path, what);
  }
}
