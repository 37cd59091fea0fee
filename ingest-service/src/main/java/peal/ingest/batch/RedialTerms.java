package peal.ingest.batch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallLimits;
import peal.domain.hours.CallingHours;
import peal.topics.DomainJson;

/**
 * What a batch is dialed again by, where nobody says otherwise: all that was said of it but when to
 * start and to end.
 *
 * @param of the batch
 * @param agentId the agent that called
 * @param name the client's name for it, or null
 * @param plan the newest revision of its plan
 * @param hours when its calls might be made; null for at any time
 */
public record RedialTerms(
    BatchId of, String agentId, String name, BatchPlan plan, CallingHours hours) {
  private static final JsonMapper JSON = DomainJson.newMapper();

  /**
   * Reads what a projector says.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static RedialTerms parse(String json) {
    try {
      return JSON.readValue(json, RedialTerms.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("no terms of a redial", e);
    }
  }

  /** These without the fields {@code dropped}, which are as if nobody had said them. */
  RedialTerms without(Set<String> dropped) {
    return new RedialTerms(
        of,
        agentId,
        dropped.contains("name") ? null : name,
        new BatchPlan(
            dropped.contains("priority") ? null : plan.priority(),
            dropped.contains("callsPerSecond") ? null : plan.callsPerSecond(),
            dropped.contains("maxConcurrency") ? null : plan.maxConcurrency(),
            null,
            null,
            plan.callbacks(),
            dropped.contains("doNotCall") ? null : plan.doNotCall(),
            limits(dropped, CallLimits.NONE),
            dropped.contains("stopWhen") ? null : plan.stopWhen()),
        dropped.contains("callTimeWindow")
            ? null
            : dropped.contains("unknownTimezone") ? hoursOfTheKnown() : hours);
  }

  /** The hours, as if nothing were said of recipients whose zone is unknown: they are skipped. */
  private CallingHours hoursOfTheKnown() {
    return hours == null
        ? null
        : new CallingHours(hours.windows(), hours.days(), hours.timezone(), hours.closed(), null);
  }

  /** {@code said}, where it has a value, over these; retries apart. */
  BatchPlan under(BatchPlan said, Set<String> named) {
    return new BatchPlan(
        named.contains("priority") || plan.priority() == null ? said.priority() : plan.priority(),
        said.callsPerSecond() == null ? plan.callsPerSecond() : said.callsPerSecond(),
        said.maxConcurrency() == null ? plan.maxConcurrency() : said.maxConcurrency(),
        said.scheduledAt(),
        said.endAt(),
        null,
        said.doNotCall() == null ? plan.doNotCall() : said.doNotCall(),
        limits(named, said.callLimitsOrNone()),
        said.stopWhen() == null ? plan.stopWhen() : said.stopWhen());
  }

  /**
   * How often a number may be called, with what {@code other} says of the fields {@code others}.
   */
  private CallLimits limits(Set<String> others, CallLimits other) {
    CallLimits own = plan.callLimitsOrNone();
    return CallLimits.orNull(
        (others.contains("callLimits") ? other : own).limits(),
        (others.contains("afterConversationDays") ? other : own).afterConversationDays());
  }

  /**
   * When to dial again, as it was; empty where the agent decides, for of a batch of old no plan was
   * kept. One that was kept has a priority.
   */
  Optional<Callbacks> callbacks() {
    return plan.priority() == null && plan.callbacks() == null
        ? Optional.empty()
        : Optional.of(new Callbacks(Optional.ofNullable(plan.callbacks())));
  }
}
