package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import peal.domain.CallLimit;
import peal.domain.CallLimit.Counts;
import peal.domain.CallLimit.Scope;
import peal.domain.CallLimits;
import peal.service.http.ApiError;

/**
 * Reads the form field {@code callLimits}: {@code [{"max": 3, "hours": 24}, {"max": 7, "days": 7,
 * "counts": "connected", "scope": "batch"}]}.
 */
final class CallLimitsText {
  private static final Set<String> FIELDS = Set.of("max", "hours", "days", "counts", "scope");

  private CallLimitsText() {}

  /**
   * Reads {@code text}.
   *
   * @throws ApiError 400 naming the field that is wrong
   */
  static List<CallLimit> parse(String text) {
    JsonNode root = FieldJson.read("callLimits", text);
    if (!root.isArray() || root.size() > CallLimits.MOST) {
      throw wrong(
          "",
          "must be a list of at most %d limits, such as [{\"max\": 3, \"hours\": 24}]"
              .formatted(CallLimits.MOST));
    }
    List<CallLimit> limits = new ArrayList<>();
    for (JsonNode limit : root) {
      limits.add(limit(limit, "[" + limits.size() + "]"));
    }
    return limits;
  }

  private static CallLimit limit(JsonNode limit, String path) {
    if (!limit.isObject()) {
      throw wrong(path, "must be an object such as {\"max\": 3, \"hours\": 24}");
    }
    limit
        .fieldNames()
        .forEachRemaining(name -> {
          // Left aside, it would limit less than was meant.
          if (!FIELDS.contains(name)) {
            throw wrong(path, "has a field that is none of max, hours, days, counts, scope");
          }
        });
    Integer max = number(limit, path, "max", CallLimit.MOST);
    Integer hours = number(limit, path, "hours", CallLimit.MOST_HOURS);
    Integer days = number(limit, path, "days", CallLimit.MOST_DAYS);
    if (max == null) {
      throw wrong(path + ".max", "must be a whole number, 1-" + CallLimit.MOST);
    }
    if ((hours == null) == (days == null)) {
      throw wrong(path, "must have either hours or days");
    }
    return new CallLimit(
        max,
        hours,
        days,
        switch (word(limit, "counts")) {
          case "", "dialed" -> Counts.DIALED;
          case "connected" -> Counts.CONNECTED;
          default -> throw wrong(path + ".counts", "must be dialed or connected");
        },
        switch (word(limit, "scope")) {
          case "", "workspace" -> Scope.WORKSPACE;
          case "batch" -> Scope.BATCH;
          default -> throw wrong(path + ".scope", "must be workspace or batch");
        });
  }

  private static Integer number(JsonNode limit, String path, String field, int most) {
    JsonNode value = limit.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > most) {
      throw wrong(path + "." + field, "must be a whole number, 1-" + most);
    }
    return value.intValue();
  }

  /** Empty where it is absent; what is no text is none of the words. */
  private static String word(JsonNode limit, String field) {
    JsonNode value = limit.path(field);
    return value.isMissingNode() || value.isNull()
        ? ""
        : value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : "?";
  }

  private static ApiError wrong(String path, String what) {
    return FormFields.wrong("callLimits", path, what);
  }
}
