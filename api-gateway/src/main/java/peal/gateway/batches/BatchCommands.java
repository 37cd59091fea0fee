package peal.gateway.batches;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.service.http.ApiError;

/**
 * What a client may want of a batch that was started: no more dials, none for now, or again. Tells
 * every lane, and answers when every lane has done so. It is a fact only once dispatch says so; an
 * answer before that could be followed by a dial.
 */
public final class BatchCommands {
  /** For a status that follows the last lane's stop a moment later. */
  private static final Duration AFTERGLOW = Duration.ofSeconds(1);

  private final BatchWatch watch;
  private final CommandLog log;

  /** Commands by {@code log}, watched by {@code watch}. */
  public BatchCommands(BatchWatch watch, CommandLog log) {
    this.watch = watch;
    this.log = log;
  }

  /**
   * The answer to a cancel; the same again when it is repeated.
   *
   * @throws ApiError 404 unknown batch; 409 it was finished before; 503 the lanes did not stop in
   *     time, or nobody can tell
   */
  public Map<String, Object> cancel(Workspace workspace, BatchId batch, String requestId) {
    BatchState before = watch.found(workspace, batch, requestId);
    if (before.cancelled() && before.settled()) {
      return cancelled(batch, before);
    }
    refuseFinished(batch, before);
    log.send(workspace, new BatchCancelled(batch, watch.now()));
    BatchState state = watch.await(workspace, batch, requestId, BatchState::settled, "cancelled");
    refuseFinished(batch, state);
    BatchState later =
        watch.within(
            AFTERGLOW, workspace, batch, requestId, seen -> seen.finished() || seen.cancelled());
    refuseFinished(batch, later);
    return cancelled(batch, later.details() == null ? state : later);
  }

  /**
   * The answer to a pause; the same again when it is repeated.
   *
   * @throws ApiError 404 unknown batch; 409 it has ended; 503 the lanes did not pause in time, or
   *     nobody can tell
   */
  public Map<String, Object> pause(Workspace workspace, BatchId batch, String requestId) {
    BatchState before = watch.found(workspace, batch, requestId);
    BatchWatch.refuseEnded(batch, before);
    Instant at = before.after(watch.now());
    log.send(workspace, new BatchPaused(batch, at));
    BatchState state =
        watch.await(
            workspace, batch, requestId, seen -> seen.paused() && seen.hasHeard(at), "paused");
    BatchWatch.refuseEnded(batch, state);
    return answer(
        batch, "paused", "The batch is paused. Calls that are under way end normally.", state);
  }

  /**
   * The answer to a resume, of a batch that was paused or was not.
   *
   * @throws ApiError 404 unknown batch; 409 it has ended; 503 the lanes did not go on in time, or
   *     nobody can tell
   */
  public Map<String, Object> resume(Workspace workspace, BatchId batch, String requestId) {
    BatchState before = watch.found(workspace, batch, requestId);
    BatchWatch.refuseEnded(batch, before);
    Instant at = before.after(watch.now());
    log.send(workspace, new BatchResumed(batch, at));
    BatchState state =
        watch.await(
            workspace, batch, requestId, seen -> seen.goesOn() && seen.hasHeard(at), "resumed");
    BatchWatch.refuseEnded(batch, state);
    return answer(batch, state.status(), "The batch goes on.", state);
  }

  private static void refuseFinished(BatchId batch, BatchState state) {
    if (state.finished()) {
      throw new ApiError(
          409,
          "Batch is finished",
          "The batch has ended; nothing is left to cancel.",
          "BATCH_FINISHED",
          Map.of("id", batch.value(), "status", state.status()));
    }
  }

  private static Map<String, Object> cancelled(BatchId batch, BatchState state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", batch.value());
    answer.put("status", "cancelled");
    answer.put("message", "The batch is cancelled. Calls that are under way end normally.");
    answer.put("details", state.details());
    return answer;
  }

  private static Map<String, Object> answer(
      BatchId batch, String status, String message, BatchState state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", batch.value());
    answer.put("status", status);
    answer.put("message", message);
    answer.put("details", Map.of("active", state.active()));
    return answer;
  }
}
