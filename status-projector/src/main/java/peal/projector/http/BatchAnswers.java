package peal.projector.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.CallStatus;
import peal.domain.DialingStop;
import peal.domain.PausedBy;
import peal.projector.fold.Counts;
import peal.projector.query.BatchPage;
import peal.projector.query.BatchStatus;
import peal.projector.query.BatchSummary;
import peal.projector.query.LaneCall;
import peal.projector.query.Page;
import peal.topics.DomainJson;

/**
 * Batches as the API contract writes them (section 2): Unix ms, seconds, absent fields left out.
 */
final class BatchAnswers {
  private static final JsonMapper JSON = DomainJson.newMapper();

  private BatchAnswers() {}

  /** {@code GET …/{batchId}}. */
  static Map<String, Object> status(BatchSummary batch, Instant now) {
    Map<String, Object> body = head(batch);
    if (!batch.opened().single()) {
      body.put("revision", batch.plan().newest().revision());
      body.put("plan", PlanAnswers.plan(batch.plan().newest().plan()));
    }
    body.put("progress", progress(batch, true));
    body.put("timestamp", now.toEpochMilli());
    return body;
  }

  /** {@code GET …/{batchId}/status}. */
  static Map<String, Object> progress(BatchSummary batch) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", Parameters.word(batch.status()));
    body.put("isComplete", batch.complete());
    keepOpen(body, batch);
    scheduledAt(body, batch);
    putPausedBy(body, batch.pausedBy());
    body.putAll(progress(batch, true));
    return body;
  }

  /** What keeps a batch that has not ended from being dialed, if dialing is stopped. */
  static void putStop(Map<String, Object> body, BatchSummary batch, Optional<DialingStop> stop) {
    if (batch.complete() || stop.isEmpty()) {
      return;
    }
    Map<String, Object> dialing = new LinkedHashMap<>();
    dialing.put("stopped", true);
    dialing.put("scope", Parameters.word(stop.get().scope()));
    dialing.put("by", stop.get().by());
    putTime(dialing, "since", stop.get().at());
    if (stop.get().reason() != null) {
      dialing.put("reason", stop.get().reason());
    }
    body.put("dialing", dialing);
  }

  /** {@code GET …}: one page, newest first. */
  static Map<String, Object> list(BatchPage found, Page page) {
    List<Map<String, Object>> batches =
        found.batches().stream()
            .map(batch -> {
              Map<String, Object> entry = head(batch);
              if (batch.opened().name() != null) {
                entry.put("name", batch.opened().name());
              }
              entry.put("createdAt", batch.opened().at().toEpochMilli());
              entry.put("progress", progress(batch, false));
              return entry;
            })
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("batches", batches);
    Map<String, Object> pagination = pagination(page, found.total());
    if (found.looked() != null) {
      pagination.put("nextBefore", found.looked().value());
    }
    body.put("pagination", pagination);
    return body;
  }

  /** What the gateway asks while it cancels, pauses, resumes or changes. */
  static Map<String, Object> cancellation(BatchSummary batch) {
    Counts counts = batch.counts();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("completedCalls", counts.completed());
    details.put("failedCalls", counts.failed());
    details.put("cancelledCalls", counts.cancelled());
    details.put("totalCalls", counts.total());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("found", true);
    body.put("finished", batch.complete() && batch.status() != BatchStatus.CANCELLED);
    body.put("settled", batch.settled());
    body.put("paused", batch.paused());
    body.put("goesOn", batch.goesOn());
    putTime(body, "pauseAsOf", batch.pauseAsOf());
    body.put("single", batch.opened().single());
    body.put("change", JSON.valueToTree(batch.plan().newest()));
    body.put("changeApplied", batch.plan().applied());
    body.put("firstLane", batch.plan().first());
    putTime(body, "openedAt", batch.opened().at());
    body.put("active", counts.active());
    body.put("status", Parameters.word(batch.status()));
    body.put("details", details);
    return body;
  }

  static Map<String, Object> pagination(Page page, long total) {
    long pages = page.pagesOf(total);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("page", page.number());
    body.put("limit", page.limit());
    body.put("total", total);
    body.put("totalPages", pages);
    body.put("hasNext", page.number() < pages);
    body.put("hasPrev", page.number() > 1);
    return body;
  }

  static Map<String, Object> parts(Counts counts) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (CallStatus status : CallStatus.values()) {
      body.put(Parameters.word(status), counts.of(status));
    }
    return body;
  }

  static void putTime(Map<String, Object> body, String name, Instant time) {
    if (time != null) {
      body.put(name, time.toEpochMilli());
    }
  }

  /** Why a batch is paused, where no client wanted it. */
  static void putPausedBy(Map<String, Object> body, PausedBy why) {
    if (why == null) {
      return;
    }
    Map<String, Object> by = new LinkedHashMap<>();
    by.put("rule", PausedBy.RULE);
    by.put("failureRate", why.failureRate());
    by.put("calls", why.calls());
    putTime(by, "at", why.at());
    body.put("pausedBy", by);
  }

  private static Map<String, Object> head(BatchSummary batch) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", batch.id().value());
    body.put("status", Parameters.word(batch.status()));
    body.put("isComplete", batch.complete());
    body.put("totalCalls", batch.counts().total());
    batch.redialOf().ifPresent(of -> body.put("redialOf", of.value()));
    keepOpen(body, batch);
    scheduledAt(body, batch);
    putPausedBy(body, batch.pausedBy());
    return body;
  }

  private static void keepOpen(Map<String, Object> body, BatchSummary batch) {
    if (batch.keptOpen() != null) {
      body.put("keepOpen", batch.keptOpen());
    }
  }

  private static void scheduledAt(Map<String, Object> body, BatchSummary batch) {
    if (batch.status() == BatchStatus.QUEUED) {
      putTime(body, "scheduledAt", batch.plan().newest().plan().scheduledAt());
    }
  }

  private static Map<String, Object> progress(BatchSummary batch, boolean withRecent) {
    Map<String, Object> body = parts(batch.counts());
    body.put("total", batch.counts().total());
    putTime(body, "startTime", batch.startTime());
    putTime(body, "lastCompletedTime", batch.lastCompletedTime());
    // The contract wants an explicit null here until the batch is done.
    body.put(
        "completedTime",
        batch.completedTime() == null ? null : batch.completedTime().toEpochMilli());
    body.put("averageCallDuration", batch.averageTalkSeconds());
    if (!batch.skippedBy().isEmpty()) {
      body.put("skippedBy", batch.skippedBy());
    }
    if (withRecent) {
      body.put("recent_calls", batch.recent().stream().map(BatchAnswers::recent).toList());
    }
    return body;
  }

  private static Map<String, Object> recent(LaneCall call) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("jobId", call.id().toString());
    body.put("status", Parameters.word(call.view().status()));
    body.put("phone_number", call.view().number().e164());
    if (call.view().status() == CallStatus.COMPLETED) {
      putTime(body, "completedAt", CallAnswers.endTime(call.view()));
      CallAnswers.putDuration(body, call.view());
    } else {
      putTime(body, "failedAt", CallAnswers.endTime(call.view()));
      CallAnswers.putError(body, call.view());
    }
    return body;
  }
}
