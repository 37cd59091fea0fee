package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.gateway.Patience;
import peal.gateway.Refusals;
import peal.gateway.relay.Answer;
import peal.service.http.ApiError;

/**
 * What a client may want of a batch that was started: no more dials, none for now, or again. Tells
 * every lane, and answers when every lane has done so. It is a fact only once dispatch says so; an
 * answer before that could be followed by a dial.
 */
public final class BatchCommands {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a status that follows the last lane's stop a moment later. */
  private static final Duration AFTERGLOW = Duration.ofSeconds(1);

  private final BatchStates states;
  private final CommandLog log;
  private final Patience patience;
  private final Duration limit;

  /**
   * Commands by {@code log}, watched by {@code states}.
   *
   * @param limit how long to wait for the lanes
   */
  public BatchCommands(BatchStates states, CommandLog log, Patience patience, Duration limit) {
    this.states = states;
    this.log = log;
    this.patience = patience;
    this.limit = limit;
  }

  /** How a batch stands, as the projectors tell it. */
  private record State(
      boolean found,
      boolean finished,
      boolean settled,
      boolean paused,
      boolean goesOn,
      long pauseAsOf,
      String status,
      long active,
      JsonNode details) {
    static final State SILENT = new State(true, false, false, false, false, 0, "", 0, null);

    boolean cancelled() {
      return "cancelled".equals(status);
    }

    /** Whether every lane has heard a wish of {@code at}, or a newer one. */
    boolean hasHeard(Instant at) {
      return cancelled() || pauseAsOf >= at.toEpochMilli();
    }
  }

  /**
   * The answer to a cancel; the same again when it is repeated.
   *
   * @throws ApiError 404 unknown batch; 409 it was finished before; 503 the lanes did not stop in
   *     time, or nobody can tell
   */
  public Map<String, Object> cancel(Workspace workspace, BatchId batch, String requestId) {
    State before = found(workspace, batch, requestId);
    if (before.cancelled() && before.settled()) {
      return cancelled(batch, before);
    }
    refuseFinished(batch, before);
    log.send(workspace, new BatchCancelled(batch, now()));
    State state = await(workspace, batch, requestId, State::settled, "cancelled");
    refuseFinished(batch, state);
    State later =
        patience.await(
            AFTERGLOW,
            () -> patiently(workspace, batch, requestId),
            s -> s.finished() || s.cancelled());
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
    refuseEnded(batch, found(workspace, batch, requestId));
    Instant at = now();
    log.send(workspace, new BatchPaused(batch, at));
    State state =
        await(workspace, batch, requestId, seen -> seen.paused() && seen.hasHeard(at), "paused");
    refuseEnded(batch, state);
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
    refuseEnded(batch, found(workspace, batch, requestId));
    Instant at = now();
    log.send(workspace, new BatchResumed(batch, at));
    State state =
        await(workspace, batch, requestId, seen -> seen.goesOn() && seen.hasHeard(at), "resumed");
    refuseEnded(batch, state);
    return answer(batch, state.status(), "The batch goes on.", state);
  }

  /** As it is on the wire. */
  private Instant now() {
    return patience.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private State found(Workspace workspace, BatchId batch, String requestId) {
    State before =
        patience.await(
            states.grace(workspace, batch), () -> ask(workspace, batch, requestId), State::found);
    if (!before.found()) {
      throw Refusals.unknown("Batch", batch.value());
    }
    return before;
  }

  private State await(
      Workspace workspace, BatchId batch, String requestId, Predicate<State> done, String what) {
    State state =
        patience.await(
            limit, () -> patiently(workspace, batch, requestId), s -> s.finished() || done.test(s));
    if (!state.finished() && !done.test(state)) {
      throw Refusals.unavailable(
          "The batch is being %s, but not every lane has taken note yet. Ask again."
              .formatted(what));
    }
    return state;
  }

  private static void refuseFinished(BatchId batch, State state) {
    if (state.finished()) {
      throw new ApiError(
          409,
          "Batch is finished",
          "The batch has ended; nothing is left to cancel.",
          "BATCH_FINISHED",
          Map.of("id", batch.value(), "status", state.status()));
    }
  }

  private static void refuseEnded(BatchId batch, State state) {
    if (state.finished() || state.cancelled()) {
      throw new ApiError(
          409,
          "Batch has ended",
          "The batch has ended; nothing of it will be dialed.",
          "BATCH_ENDED",
          Map.of("id", batch.value(), "status", state.status()));
    }
  }

  private static Map<String, Object> cancelled(BatchId batch, State state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", batch.value());
    answer.put("status", "cancelled");
    answer.put("message", "The batch is cancelled. Calls that are under way end normally.");
    answer.put("details", state.details());
    return answer;
  }

  private static Map<String, Object> answer(
      BatchId batch, String status, String message, State state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", batch.value());
    answer.put("status", status);
    answer.put("message", message);
    answer.put("details", Map.of("active", state.active()));
    return answer;
  }

  /** While the owner of a lane is moving nobody can tell; the wait goes on. */
  private State patiently(Workspace workspace, BatchId batch, String requestId) {
    return asked(workspace, batch, requestId).orElse(State.SILENT);
  }

  private State ask(Workspace workspace, BatchId batch, String requestId) {
    return asked(workspace, batch, requestId)
        .orElseThrow(() -> Refusals.unavailable("The batch's state is not known now. Try again."));
  }

  private Optional<State> asked(Workspace workspace, BatchId batch, String requestId) {
    Answer answer;
    try {
      answer = states.once(workspace, batch, "/cancellation?lanes=" + workspace.lanes(), requestId);
    } catch (ApiError e) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      return Optional.empty();
    }
    return Optional.of(parse(answer.body()));
  }

  private static State parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return new State(
          json.path("found").asBoolean(),
          json.path("finished").asBoolean(),
          json.path("settled").asBoolean(),
          json.path("paused").asBoolean(),
          json.path("goesOn").asBoolean(),
          json.path("pauseAsOf").asLong(),
          json.path("status").asText(),
          json.path("active").asLong(),
          json.get("details"));
    } catch (IOException e) {
      throw new IllegalStateException("a projector's answer is no JSON", e);
    }
  }
}
