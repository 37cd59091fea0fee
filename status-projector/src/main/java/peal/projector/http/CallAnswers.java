package peal.projector.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;
import peal.projector.fold.Counts;
import peal.projector.query.CallPage;
import peal.projector.query.LaneCall;
import peal.projector.query.Page;

/** Calls as the API contract writes them (section 2, Calls). */
final class CallAnswers {
  private CallAnswers() {}

  /** {@code GET …/{batchId}/calls}. */
  static Map<String, Object> page(CallPage found, Page page) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("calls", found.calls().stream().map(CallAnswers::listed).toList());
    body.put("pagination", BatchAnswers.pagination(page, found.total()));
    body.put("summary", summary(found.counts()));
    return body;
  }

  /**
   * {@code GET …/{batchId}/calls/{jobId}}.
   *
   * @param redialOf the batch whose rows are dialed again, if they are
   */
  static Map<String, Object> one(LaneCall call, Optional<BatchId> redialOf) {
    CallView view = call.view();
    Map<String, Object> body = head(call);
    redialed(call.id(), redialOf).ifPresent(of -> body.put("redialOf", of.toString()));
    if (view.status() == CallStatus.COMPLETED) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("callId", call.id().toString());
      transcript(view).ifPresent(transcript -> result.put("transcript", transcript));
      result.put("outcome", view.outcome().word());
      result.put("metadata", view.variables());
      body.put("result", result);
    }
    body.put("attempts", view.attempts().stream().map(CallAnswers::attempt).toList());
    BatchAnswers.putTime(body, "nextAttemptAt", view.nextAttemptAt());
    if (view.skipped() != null) {
      outcomeWord(view).ifPresent(word -> body.put("outcome", word));
    }
    return body;
  }

  /**
   * The call that {@code call} dials again. It has its row, and its number the same lane, for a
   * workspace's lanes never change.
   */
  static Optional<CallId> redialed(CallId call, Optional<BatchId> redialOf) {
    return redialOf.map(batch -> CallId.ofRow(batch, call.lane(), call.row()));
  }

  /** A line of {@code …/results.jsonl}: all that is known of a call. */
  static Map<String, Object> line(LaneCall call, Optional<BatchId> redialOf) {
    CallView view = call.view();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("row", call.id().row());
    redialed(call.id(), redialOf).ifPresent(of -> body.put("redialOf", of.toString()));
    body.putAll(listed(call));
    body.put("attempts", view.attempts().stream().map(CallAnswers::attempt).toList());
    transcript(view).ifPresent(transcript -> body.put("transcript", transcript));
    return body;
  }

  /** All that is known of a call that has ended, but for its single attempts. */
  static Map<String, Object> ended(LaneCall call) {
    Map<String, Object> body = listed(call);
    transcript(call.view()).ifPresent(transcript -> body.put("transcript", transcript));
    return body;
  }

  private static Optional<String> transcript(CallView view) {
    return view.attempts().stream()
        .map(Attempt::transcript)
        .filter(transcript -> transcript != null)
        .reduce((earlier, later) -> later);
  }

  /** {@code {"status": "not_found", …}}. */
  static Map<String, Object> unknown() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "not_found");
    body.put("error", "There is no job with this id in this batch.");
    return body;
  }

  /** When the call was over for the person called; where no report came, when it was settled. */
  static Instant endTime(CallView view) {
    if (!view.status().terminal()) {
      return null;
    }
    return view.lastAttempt().map(Attempt::end).orElse(view.settledAt());
  }

  static void putDuration(Map<String, Object> body, CallView view) {
    if (view.status() == CallStatus.COMPLETED) {
      view.lastAttempt()
          .map(Attempt::talkSeconds)
          .ifPresent(seconds -> body.put("duration", seconds));
    }
  }

  static void putError(Map<String, Object> body, CallView view) {
    if (view.status() == CallStatus.FAILED) {
      body.put("error", view.outcome().error(view.closed()));
    }
  }

  private static Map<String, Object> listed(LaneCall call) {
    CallView view = call.view();
    Map<String, Object> body = head(call);
    body.put("metadata", view.variables());
    view.lastAttempt().ifPresent(last -> body.put("attempt", last.number()));
    BatchAnswers.putTime(body, "nextAttemptAt", view.nextAttemptAt());
    outcomeWord(view).ifPresent(word -> body.put("outcome", word));
    return body;
  }

  private static Map<String, Object> head(LaneCall call) {
    CallView view = call.view();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("jobId", call.id().toString());
    body.put("status", Parameters.word(view.status()));
    body.put("phone_number", view.number().e164());
    BatchAnswers.putTime(body, "startTime", view.lastAttempt().map(Attempt::start).orElse(null));
    BatchAnswers.putTime(body, "endTime", endTime(view));
    putDuration(body, view);
    putError(body, view);
    if (view.zones() != null) {
      body.put("zones", view.zones().isEmpty() ? List.of() : List.of(view.zones().split(",")));
    }
    if (view.skipped() != null) {
      body.put("skippedBy", view.skipped());
    }
    return body;
  }

  /** The same in the API's words; {@code skipped} where a rule refused to dial it (again). */
  static Optional<String> outcomeWord(CallView view) {
    return view.skipped() != null && view.outcome() == null
        ? Optional.of("skipped")
        : outcome(view).map(Outcome::word);
  }

  /** How the call ended, or how its last dial did while a callback is due. */
  private static Optional<Outcome> outcome(CallView view) {
    return Optional.ofNullable(view.outcome()).or(() -> view.lastAttempt().map(Attempt::outcome));
  }

  private static Map<String, Object> attempt(Attempt attempt) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("attempt", attempt.number());
    BatchAnswers.putTime(body, "startTime", attempt.start());
    BatchAnswers.putTime(body, "endTime", attempt.end());
    if (attempt.outcome() != null) {
      body.put("outcome", attempt.outcome().word());
      String error = attempt.outcome().error(1);
      if (error != null) {
        body.put("error", attempt.detail() == null ? error : error + ": " + attempt.detail());
      }
    }
    return body;
  }

  private static Map<String, Object> summary(Counts counts) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("total", counts.total());
    body.putAll(BatchAnswers.parts(counts));
    return body;
  }
}
