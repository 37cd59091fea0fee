package peal.projector.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import peal.domain.BatchPlan;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.DoNotCallList;
import peal.domain.PlanRevision;
import peal.domain.StopWhen;
import peal.projector.query.BatchSummary;

/** Batches' plans as the API writes them: the fields of the start, times in Unix ms. */
final class PlanAnswers {
  private PlanAnswers() {}

  /** {@code GET …/{batchId}/revisions}, newest first. */
  static Map<String, Object> revisions(BatchSummary batch) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("batchId", batch.id().value());
    body.put("revision", batch.plan().newest().revision());
    body.put(
        "revisions", batch.plan().revisions().reversed().stream().map(PlanAnswers::one).toList());
    return body;
  }

  private static Map<String, Object> one(PlanRevision revision) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("revision", revision.revision());
    BatchAnswers.putTime(body, "at", revision.at());
    if (revision.by() != null) {
      body.put("by", revision.by());
    }
    body.put("plan", plan(revision.plan()));
    return body;
  }

  /** What is not said is as the workspace has it. */
  static Map<String, Object> plan(BatchPlan plan) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("priority", plan.priorityOrUsual());
    if (plan.callsPerSecond() != null) {
      body.put("callsPerSecond", plan.callsPerSecond());
    }
    if (plan.maxConcurrency() != null) {
      body.put("maxConcurrency", plan.maxConcurrency());
    }
    BatchAnswers.putTime(body, "scheduledAt", plan.scheduledAt());
    BatchAnswers.putTime(body, "endAt", plan.endAt());
    RetryAnswers.put(body, plan);
    if (plan.doNotCall() != null) {
      body.put(
          "doNotCall",
          Map.of("lists", plan.doNotCall().stream().map(DoNotCallList::value).toList()));
    }
    CallLimits limits = plan.callLimitsOrNone();
    if (!limits.limits().isEmpty()) {
      body.put("callLimits", limits.limits().stream().map(PlanAnswers::limit).toList());
    }
    if (limits.afterConversationDays() > 0) {
      body.put("afterConversationDays", limits.afterConversationDays());
    }
    if (plan.stopWhen() != null) {
      body.put("stopWhen", stopWhen(plan.stopWhen()));
    }
    return body;
  }

  private static Map<String, Object> stopWhen(StopWhen rule) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("failureRate", rule.failureRate());
    body.put("windowSeconds", rule.windowSeconds());
    body.put("minCalls", rule.minCalls());
    return body;
  }

  private static Map<String, Object> limit(CallLimit limit) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("max", limit.max());
    if (limit.hours() != null) {
      body.put("hours", limit.hours());
    } else {
      body.put("days", limit.days());
    }
    body.put("counts", limit.counts().name().toLowerCase(Locale.ROOT));
    body.put("scope", limit.scope().name().toLowerCase(Locale.ROOT));
    return body;
  }
}
