package peal.gateway.batches;

import java.util.List;
import java.util.Set;
import peal.domain.CallLimit;
import peal.domain.CallLimit.Counts;
import peal.domain.CallLimit.Scope;
import peal.domain.CallLimits;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/** Reads {@code callLimits} and {@code afterConversationDays}, as a start has them. */
final class CallLimitFields {
  static final String NAME = "callLimits";
  static final String REST = "afterConversationDays";

  private static final Set<String> FIELDS = Set.of("max", "hours", "days", "counts", "scope");

  private CallLimitFields() {}

  /**
   * How often a number may be called; null for no limit.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static CallLimits read(JsonFields fields) {
    List<CallLimit> limits =
        fields.objects(NAME, CallLimits.MOST).orElse(List.of()).stream()
            .map(CallLimitFields::limit)
            .toList();
    return CallLimits.orNull(limits, fields.integer(REST, 0, CallLimits.MOST_REST).orElse(0));
  }

  private static CallLimit limit(JsonFields limit) {
    limit.refuseOthers(FIELDS, "A limit has");
    int max =
        limit
            .integer("max", 1, CallLimit.MOST)
            .orElseThrow(() ->
                Refusals.field(
                    limit.path("max"), "'%s' is required.".formatted(limit.path("max"))));
    Integer hours = limit.integer("hours", 1, CallLimit.MOST_HOURS).orElse(null);
    Integer days = limit.integer("days", 1, CallLimit.MOST_DAYS).orElse(null);
    if ((hours == null) == (days == null)) {
      throw Refusals.field(
          limit.path("hours"),
          "Either '%s' or '%s' must be sent.".formatted(limit.path("hours"), limit.path("days")));
    }
    return new CallLimit(
        max,
        hours,
        days,
        limit.word("counts", Counts.class).orElse(null),
        limit.word("scope", Scope.class).orElse(null));
  }
}
