package peal.gateway.batches;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import peal.domain.BatchPlan;
import peal.domain.ColumnName;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/**
 * What a client wants of a batch's plan to be otherwise: a JSON merge patch (RFC 7396). Null gives
 * a field back to what is usual.
 */
record PlanPatch(JsonFields fields) {
  private static final int LONGEST_SHOWN = 60;

  private static final Map<String, Function<BatchPlan, Object>> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("callsPerSecond", BatchPlan::callsPerSecond);
    FIELDS.put("maxConcurrency", BatchPlan::maxConcurrency);
    FIELDS.put("priority", BatchPlan::priorityOrUsual);
  }

  /**
   * Refuses what cannot be changed: left aside, it would be as if it had been.
   *
   * @throws ApiError 400 naming the field
   */
  PlanPatch {
    Set<String> known = FIELDS.keySet();
    fields
        .json()
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            String shown =
                name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "…" : name;
            String advice =
                ColumnName.respelled(name, known)
                    .map("It is written %s."::formatted)
                    .orElseGet(() ->
                        "What can be changed of a batch is: "
                            + known.stream().sorted().collect(Collectors.joining(", "))
                            + ".");
            throw new ApiError(
                400,
                "Unknown field",
                "The body has a field '%s'. %s".formatted(shown, advice),
                "UNKNOWN_FIELD",
                Map.of("field", shown));
          }
        });
  }

  /**
   * The plan after this.
   *
   * @throws ApiError 400 naming a field that is wrong, or more than the workspace may
   */
  BatchPlan over(BatchPlan before, Workspace workspace, Instant now) {
    BatchPlan after =
        new BatchPlan(
            fields.names("priority")
                ? fields.integer("priority", 1, 10).orElse(BatchPlan.USUAL_PRIORITY)
                : before.priority(),
            fields.names("callsPerSecond")
                ? fields.number("callsPerSecond", BatchPlan.LEAST_PACE, 10_000).orElse(null)
                : before.callsPerSecond(),
            fields.names("maxConcurrency")
                ? fields.integer("maxConcurrency", 1, 1_000_000).orElse(null)
                : before.maxConcurrency(),
            before.scheduledAt(),
            before.endAt(),
            before.callbacks());
    after
        .beyond(workspace.limits(), workspace.lanes())
        .filter(beyond -> fields.names(beyond.field()))
        .ifPresent(beyond -> {
          throw Refusals.field(beyond.field(), "'%s' %s.".formatted(beyond.field(), beyond.must()));
        });
    return after;
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
