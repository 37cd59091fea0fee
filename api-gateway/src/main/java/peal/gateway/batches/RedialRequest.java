package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import peal.domain.BatchPlan;
import peal.domain.Outcome;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/**
 * What a client wants dialed again, and what of the batch shall be otherwise. Of the overrides only
 * the form is looked at here; ingest judges them as it judges the fields of a start.
 *
 * @param outcomes how the rows ended that are wanted; empty for all that did not complete
 * @param overrides the fields of a start; null for what is usual
 */
record RedialRequest(Set<String> outcomes, JsonNode overrides) {
  private static final int LONGEST = 200;
  private static final Set<String> FIELDS = Set.of("outcomes", "overrides");

  private static final Set<String> OUTCOMES =
      Stream.concat(
              Stream.of(Outcome.values()).map(Outcome::word), Stream.of("skipped", "cancelled"))
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private static final Set<String> OVERRIDES =
      Set.of(
          "name",
          "scheduledAt",
          "endAt",
          "priority",
          "callsPerSecond",
          "maxConcurrency",
          RetryFields.NAME,
          RetryRuleFields.NAME,
          "callTimeWindow",
          "unknownTimezone",
          PlanPatch.DO_NOT_CALL,
          CallLimitFields.NAME,
          CallLimitFields.REST,
          StopWhenFields.NAME,
          "onInvalidRows",
          "onDuplicates",
          "missingVariables");

  /**
   * Reads {@code body}, as of {@code now}.
   *
   * @throws ApiError 400 naming a field that is unknown, or has not the type of a start's
   */
  static RedialRequest read(JsonFields body, Instant now) {
    // Left aside, it would be as if it had not been sent.
    body.refuseOthers(FIELDS, "There are");
    Optional<JsonFields> overrides = body.object("overrides");
    overrides.ifPresent(fields -> refuseOdd(fields, now));
    return new RedialRequest(
        outcomes(body),
        overrides.map(JsonFields::json).orElseGet(JsonNodeFactory.instance::objectNode));
  }

  private static Set<String> outcomes(JsonFields body) {
    Optional<List<String>> words = body.items("outcomes", OUTCOMES.size(), RedialRequest::outcome);
    if (words.isPresent() && words.get().isEmpty()) {
      throw Refusals.field(
          "outcomes",
          "'outcomes' must name one at least. Leave it out for all that did not succeed.");
    }
    return new LinkedHashSet<>(words.orElse(List.of()));
  }

  private static String outcome(String path, JsonNode item) {
    String word = JsonFields.text(path, item, LONGEST);
    if (!OUTCOMES.contains(word)) {
      throw Refusals.field(
          path, "'%s' must be one of: %s.".formatted(path, String.join(", ", OUTCOMES)));
    }
    return word;
  }

  private static void refuseOdd(JsonFields fields, Instant now) {
    fields.refuseOthers(OVERRIDES, "There are");
    fields.text("name", LONGEST);
    fields.integer("priority", 1, 10);
    fields.number("callsPerSecond", BatchPlan.LEAST_PACE, 10_000);
    fields.integer("maxConcurrency", 1, 1_000_000);
    PlanPatch.time(fields, "scheduledAt", now);
    PlanPatch.time(fields, "endAt", now);
    PlanPatch.callbacks(fields);
    fields.object("callTimeWindow");
    fields.text("unknownTimezone", LONGEST);
    PlanPatch.lists(fields);
    CallLimitFields.read(fields);
    StopWhenFields.read(fields);
    oneOf(fields, "onInvalidRows", Set.of("reject", "skip"));
    oneOf(fields, "onDuplicates", Set.of("skip", "keep", "reject"));
    oneOf(fields, "missingVariables", Set.of("refuse", "empty"));
  }

  private static void oneOf(JsonFields fields, String name, Set<String> words) {
    if (fields.has(name) && !words.contains(fields.json().path(name).asText())) {
      throw Refusals.field(
          fields.path(name),
          "'%s' must be one of: %s."
              .formatted(
                  fields.path(name), words.stream().sorted().collect(Collectors.joining(", "))));
    }
  }
}
