package peal.gateway.batches;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import peal.domain.BatchPlan;
import peal.domain.CallLimits;
import peal.domain.DoNotCallList;
import peal.domain.MomentText;
import peal.domain.RetryPlan;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/**
 * What a client wants of a batch's plan to be otherwise: a JSON merge patch (RFC 7396). Null gives
 * a field back to what is usual.
 *
 * @param names the fields that are named, be they null
 * @param said their values; of what is not named, or null, it holds null
 */
record PlanPatch(Set<String> names, BatchPlan said) {
  private static final int LONGEST_TIME = 60;
  static final String DO_NOT_CALL = "doNotCall";

  private static final Map<String, Function<BatchPlan, Object>> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("callsPerSecond", BatchPlan::callsPerSecond);
    FIELDS.put("maxConcurrency", BatchPlan::maxConcurrency);
    FIELDS.put("priority", BatchPlan::priorityOrUsual);
    FIELDS.put("scheduledAt", BatchPlan::scheduledAt);
    FIELDS.put("endAt", BatchPlan::endAt);
    FIELDS.put(RetryFields.NAME, plan -> plan.hasRetryRules() ? null : plan.callbacks());
    FIELDS.put(RetryRuleFields.NAME, plan -> plan.hasRetryRules() ? plan.callbacks() : null);
    FIELDS.put(DO_NOT_CALL, BatchPlan::doNotCall);
    FIELDS.put(CallLimitFields.NAME, plan -> plan.callLimitsOrNone().limits());
    FIELDS.put(CallLimitFields.REST, plan -> plan.callLimitsOrNone().afterConversationDays());
    FIELDS.put(StopWhenFields.NAME, BatchPlan::stopWhen);
  }

  /**
   * Reads {@code fields}.
   *
   * @throws ApiError 400 naming a field that cannot be changed, or is wrong whatever the batch is
   */
  static PlanPatch read(JsonFields fields, Instant now) {
    // Left aside, it would be as if it had been changed.
    fields.refuseOthers(FIELDS.keySet(), "What can be changed of a batch is");
    Instant scheduledAt = time(fields, "scheduledAt", now).orElse(null);
    Instant endAt = time(fields, "endAt", now).orElse(null);
    refuseEndBeforeStart(scheduledAt, endAt);
    BatchPlan said =
        new BatchPlan(
            fields.integer("priority", 1, 10).orElse(null),
            fields.number("callsPerSecond", BatchPlan.LEAST_PACE, 10_000).orElse(null),
            fields.integer("maxConcurrency", 1, 1_000_000).orElse(null),
            scheduledAt,
            endAt,
            callbacks(fields),
            lists(fields),
            CallLimitFields.read(fields),
            StopWhenFields.read(fields));
    return new PlanPatch(
        FIELDS.keySet().stream().filter(fields::names).collect(Collectors.toSet()), said);
  }

  /** What is usual is the agent's, as it was at the start: nobody knows it any more. */
  static RetryPlan callbacks(JsonFields fields) {
    refuseNull(fields, RetryFields.NAME, "{\"enabled\": false}");
    refuseNull(fields, RetryRuleFields.NAME, "{\"maxAttempts\": 0}");
    if (fields.has(RetryFields.NAME) && fields.has(RetryRuleFields.NAME)) {
      throw Refusals.field(
          fields.path(RetryRuleFields.NAME),
          "'%s' must not be sent together with '%s'. Send one of them."
              .formatted(fields.path(RetryRuleFields.NAME), fields.path(RetryFields.NAME)));
    }
    return fields
        .object(RetryRuleFields.NAME)
        .map(RetryRuleFields::read)
        .or(() -> fields.object(RetryFields.NAME).map(RetryFields::read))
        .orElse(null);
  }

  private static void refuseNull(JsonFields fields, String name, String never) {
    if (fields.names(name) && !fields.has(name)) {
      String path = fields.path(name);
      throw Refusals.field(
          path, "'%s' must not be null. Send %s to dial nobody again.".formatted(path, never));
    }
  }

  /** Which do-not-call lists count; null for all. */
  static List<DoNotCallList> lists(JsonFields fields) {
    Optional<JsonFields> named = fields.object(DO_NOT_CALL);
    if (named.isEmpty()) {
      return null;
    }
    List<String> lists =
        named.get().texts("lists", BatchPlan.MOST_LISTS, DoNotCallList.LONGEST).orElse(List.of());
    if (lists.isEmpty() || !lists.stream().allMatch(DoNotCallList::isValid)) {
      throw Refusals.field(
          named.get().path("lists"),
          "'%s' must name 1-%d lists of lower-case letters, digits and hyphens. Send null for 'doNotCall', and every list of the workspace counts."
              .formatted(named.get().path("lists"), BatchPlan.MOST_LISTS));
    }
    return lists.stream().map(DoNotCallList::new).distinct().toList();
  }

  /** A moment, as it is on the wire. A blank text is none: it would start a batch at once. */
  static Optional<Instant> time(JsonFields fields, String name, Instant now) {
    if (!fields.has(name)) {
      return Optional.empty();
    }
    Instant tomorrow = now.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    Instant time =
        fields
            .text(name, LONGEST_TIME)
            .flatMap(MomentText::read)
            .orElseThrow(() ->
                Refusals.field(
                    fields.path(name),
                    "'%s' must be an ISO-8601 time with Z or an offset, such as %s."
                        .formatted(fields.path(name), tomorrow)));
    if (time.isAfter(now.plus(BatchPlan.FURTHEST))) {
      throw Refusals.field(
          fields.path(name),
          "'%s' lies more than %d days ahead. Send an earlier time, such as %s."
              .formatted(fields.path(name), BatchPlan.FURTHEST.toDays(), tomorrow));
    }
    return Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * The plan after this.
   *
   * @param opened when the batch was accepted
   * @throws ApiError 400 naming a field that is more than the workspace may, or comes too late; 409
   *     the batch has begun
   */
  BatchPlan over(BatchPlan before, Workspace workspace, Instant opened, Instant now) {
    said.beyond(workspace.limits(), workspace.lanes())
        .ifPresent(beyond -> {
          throw Refusals.field(beyond.field(), "'%s' %s.".formatted(beyond.field(), beyond.must()));
        });
    Instant scheduledAt = scheduledAt(before, now);
    Instant endAt = endAt(before, scheduledAt == null ? opened : scheduledAt, now);
    refuseEndBeforeStart(scheduledAt, endAt);
    return new BatchPlan(
        names.contains("priority") ? Integer.valueOf(said.priorityOrUsual()) : before.priority(),
        names.contains("callsPerSecond") ? said.callsPerSecond() : before.callsPerSecond(),
        names.contains("maxConcurrency") ? said.maxConcurrency() : before.maxConcurrency(),
        scheduledAt,
        endAt,
        names.contains(RetryFields.NAME) || names.contains(RetryRuleFields.NAME)
            ? said.callbacks()
            : before.callbacks(),
        names.contains(DO_NOT_CALL) ? said.doNotCall() : before.doNotCall(),
        callLimits(before.callLimitsOrNone()),
        names.contains(StopWhenFields.NAME) ? said.stopWhen() : before.stopWhen());
  }

  private CallLimits callLimits(CallLimits before) {
    CallLimits after = said.callLimitsOrNone();
    return CallLimits.orNull(
        (names.contains(CallLimitFields.NAME) ? after : before).limits(),
        (names.contains(CallLimitFields.REST) ? after : before).afterConversationDays());
  }

  private Instant scheduledAt(BatchPlan before, Instant now) {
    Instant after = said.scheduledAt();
    if (!names.contains("scheduledAt") || Objects.equals(after, before.scheduledAt())) {
      return before.scheduledAt();
    }
    if (before.scheduledAt() == null || !now.isBefore(before.scheduledAt())) {
      throw Refusals.conflict(
          "The batch has begun, so 'scheduledAt' can no longer be changed. Pause it instead.",
          "BATCH_STARTED");
    }
    if (after != null && after.isBefore(now)) {
      throw Refusals.field(
          "scheduledAt",
          "'scheduledAt' lies in the past. Send null to start at once, or a later time.");
    }
    return after;
  }

  private Instant endAt(BatchPlan before, Instant start, Instant now) {
    if (!names.contains("endAt")) {
      return before.endAt();
    }
    Instant after = said.endAt() == null ? start.plus(BatchPlan.USUAL_LENGTH) : said.endAt();
    if (!after.equals(before.endAt()) && !after.isAfter(now)) {
      throw Refusals.field(
          "endAt",
          "'endAt' lies in the past. Send a later time, or cancel the batch to end it at once.");
    }
    return after;
  }

  private static void refuseEndBeforeStart(Instant scheduledAt, Instant endAt) {
    if (scheduledAt != null && endAt != null && !endAt.isAfter(scheduledAt)) {
      throw Refusals.field(
          "endAt",
          "'endAt' must lie after 'scheduledAt', which is %s. Send a later 'endAt' as well, or null."
              .formatted(scheduledAt));
    }
  }

  /** The names of the fields in which two plans differ. */
  static List<String> changed(BatchPlan before, BatchPlan after) {
    List<String> changed = new ArrayList<>();
    FIELDS.forEach((name, value) -> {
      if (!Objects.equals(value.apply(before), value.apply(after))) {
        changed.add(name);
      }
    });
    return changed;
  }
}
