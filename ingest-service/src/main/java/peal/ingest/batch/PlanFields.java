package peal.ingest.batch;

import static peal.ingest.batch.FormFields.wrong;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.BatchPlan;
import peal.domain.CallLimits;
import peal.domain.MomentText;
import peal.domain.Workspace;

/**
 * Reads from a form how a batch shall be dialed; each refusal is a 400 that names the field.
 *
 * @param fields knows a field's text where it is not blank
 */
record PlanFields(Function<String, Optional<String>> fields) {
  /** The plan as of {@code now}, but for its retries. */
  BatchPlan plan(Instant now) {
    Instant scheduledAt = time("scheduledAt", "Leave it out to start at once", now).orElse(null);
    return new BatchPlan(
        matching("priority", "[1-9]|10", "must be a whole number, 1-10")
            .map(Integer::valueOf)
            .orElse(BatchPlan.USUAL_PRIORITY),
        callsPerSecond().orElse(null),
        matching("maxConcurrency", "[1-9][0-9]{0,5}|1000000", "must be a whole number, 1-1000000")
            .map(Integer::valueOf)
            .orElse(null),
        scheduledAt,
        endAt(scheduledAt == null ? now : scheduledAt, now),
        null,
        fields.apply("doNotCall").map(DoNotCallText::parse).orElse(null),
        callLimits(),
        fields.apply("stopWhen").map(StopWhenText::parse).orElse(null));
  }

  /** The fields {@code callLimits} and {@code afterConversationDays}; null for no limit. */
  CallLimits callLimits() {
    String rest =
        matching(
                "afterConversationDays",
                "[0-9]|[12][0-9]|30",
                "must be a whole number, 0-" + CallLimits.MOST_REST)
            .orElse("0");
    return CallLimits.orNull(
        fields.apply("callLimits").map(CallLimitsText::parse).orElse(null), Integer.parseInt(rest));
  }

  private Optional<Double> callsPerSecond() {
    String must = "must be a number, 0.01-10000";
    Optional<Double> pace =
        matching("callsPerSecond", "[0-9]{1,5}([.][0-9]{1,9})?", must).map(Double::valueOf);
    if (pace.isPresent() && !(pace.get() >= BatchPlan.LEAST_PACE && pace.get() <= 10_000)) {
      throw wrong("callsPerSecond", must);
    }
    return pace;
  }

  private Optional<String> matching(String field, String pattern, String must) {
    Optional<String> text = fields.apply(field);
    if (text.isPresent() && !text.get().matches(pattern)) {
      throw wrong(field, must);
    }
    return text;
  }

  /** Fails if {@code plan} asks for more than the workspace may. */
  static void refuseBeyond(BatchPlan plan, Workspace workspace) {
    plan.beyond(workspace.limits(), workspace.lanes())
        .ifPresent(beyond -> {
          throw wrong(beyond.field(), beyond.must());
        });
  }

  private Optional<Instant> time(String field, String leaveOut, Instant now) {
    Optional<Instant> at = fields.apply(field).map(text -> instant(field, text, now));
    if (at.isPresent() && at.get().isBefore(now)) {
      throw wrong(
          field,
          "lies in the past. %s, or send a later time, such as %s"
              .formatted(leaveOut, tomorrow(now)));
    }
    if (at.isPresent() && at.get().isAfter(now.plus(BatchPlan.FURTHEST))) {
      throw wrong(
          field,
          "lies more than %d days ahead. Send an earlier time, such as %s"
              .formatted(BatchPlan.FURTHEST.toDays(), tomorrow(now)));
    }
    return at;
  }

  /** Whoever says nothing means at most three months of dialing, not for ever. */
  private Instant endAt(Instant start, Instant now) {
    Instant end =
        time("endAt", "Leave it out", now).orElseGet(() -> start.plus(BatchPlan.USUAL_LENGTH));
    if (!end.isAfter(start)) {
      throw wrong("endAt", "must lie after the start of the batch, " + start);
    }
    return end;
  }

  private static Instant instant(String field, String text, Instant now) {
    return MomentText.read(text)
        .orElseThrow(() ->
            wrong(field, "must be an ISO-8601 time with Z or an offset, such as " + tomorrow(now)));
  }

  /** An example that is let in. */
  private static Instant tomorrow(Instant now) {
    return now.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
  }
}
