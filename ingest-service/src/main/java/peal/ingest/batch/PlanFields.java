package peal.ingest.batch;

import static peal.ingest.batch.FormFields.wrong;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.BatchPlan;
import peal.domain.Workspace;

/**
 * Reads from a form how a batch shall be dialed; each refusal is a 400 that names the field.
 *
 * @param fields knows a field's text where it is not blank
 */
record PlanFields(Function<String, Optional<String>> fields) {
  /** Plans that reach further are slips of the pen, and no client's year has to fit into a long. */
  private static final Duration FURTHEST = Duration.ofDays(366);

  /** ISO-8601 with Z, +02:00, +0200 or +02. */
  private static final DateTimeFormatter ISO_WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  /** The plan as of {@code now}, but for its retries. */
  BatchPlan plan(Instant now) {
    return new BatchPlan(
        matching("priority", "[1-9]|10", "must be a whole number, 1-10")
            .map(Integer::valueOf)
            .orElse(BatchPlan.USUAL_PRIORITY),
        callsPerSecond().orElse(null),
        matching("maxConcurrency", "[1-9][0-9]{0,5}|1000000", "must be a whole number, 1-1000000")
            .map(Integer::valueOf)
            .orElse(null),
        scheduledAt(now).orElse(null),
        null,
        null);
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

  private Optional<Instant> scheduledAt(Instant now) {
    Optional<Instant> at = fields.apply("scheduledAt").map(text -> instant(text, now));
    if (at.isPresent() && at.get().isBefore(now)) {
      throw wrong(
          "scheduledAt",
          "lies in the past. Leave it out to start at once, or send a later time, such as "
              + tomorrow(now));
    }
    if (at.isPresent() && at.get().isAfter(now.plus(FURTHEST))) {
      throw wrong(
          "scheduledAt",
          "lies more than %d days ahead. Send an earlier time, such as %s"
              .formatted(FURTHEST.toDays(), tomorrow(now)));
    }
    return at;
  }

  private static Instant instant(String text, Instant now) {
    try {
      return OffsetDateTime.parse(text, ISO_WITH_OFFSET).toInstant();
    } catch (DateTimeException e) {
      throw wrong(
          "scheduledAt", "must be an ISO-8601 time with Z or an offset, such as " + tomorrow(now));
    }
  }

  /** An example that is let in. */
  private static Instant tomorrow(Instant now) {
    return now.plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
  }
}
