package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Patience;
import peal.gateway.Refusals;
import peal.gateway.relay.Answer;
import peal.service.http.ApiError;

/**
 * Cancels a batch: tells every lane, and answers when every lane has stopped. A cancel is a fact
 * only once dispatch says so; an answer before that could be followed by a dial.
 */
public final class Cancelling {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a status that follows the last lane's stop a moment later. */
  private static final Duration AFTERGLOW = Duration.ofSeconds(1);

  private final BatchStates states;
  private final CancelCommand command;
  private final Patience patience;
  private final Duration limit;

  /**
   * Cancels by {@code command}, watches by {@code states}.
   *
   * @param limit how long to wait for the lanes
   */
  public Cancelling(BatchStates states, CancelCommand command, Patience patience, Duration limit) {
    this.states = states;
    this.command = command;
    this.patience = patience;
    this.limit = limit;
  }

  /** How a batch stands, as the projectors tell it. */
  private record State(
      boolean found, boolean finished, boolean settled, String status, JsonNode details) {
    static final State SILENT = new State(true, false, false, "", null);

    boolean cancelled() {
      return "cancelled".equals(status);
    }
  }

  /**
   * The answer to a cancel; the same again when it is repeated.
   *
   * @throws ApiError 404 unknown batch; 409 it was finished before; 503 the lanes did not stop in
   *     time, or nobody can tell
   */
  public Map<String, Object> cancel(Workspace workspace, BatchId batch, String requestId) {
    State before =
        patience.await(
            states.grace(workspace, batch), () -> ask(workspace, batch, requestId), State::found);
    if (!before.found()) {
      throw Refusals.unknown("Batch", batch.value());
    }
    if (before.cancelled() && before.settled()) {
      return answer(batch, before);
    }
    refuseFinished(batch, before);
    command.send(workspace, batch);
    return answer(batch, stopped(workspace, batch, requestId));
  }

  private State stopped(Workspace workspace, BatchId batch, String requestId) {
    State state =
        patience.await(
            limit, () -> patiently(workspace, batch, requestId), s -> s.finished() || s.settled());
    refuseFinished(batch, state);
    if (!state.settled()) {
      throw Refusals.unavailable(
          "The batch is being cancelled, but not every lane has stopped yet. Ask again.");
    }
    State later =
        patience.await(
            AFTERGLOW,
            () -> patiently(workspace, batch, requestId),
            s -> s.finished() || s.cancelled());
    refuseFinished(batch, later);
    return later.details() == null ? state : later;
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

  private static Map<String, Object> answer(BatchId batch, State state) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", batch.value());
    answer.put("status", "cancelled");
    answer.put("message", "The batch is cancelled. Calls that are under way end normally.");
    answer.put("details", state.details());
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
          json.path("status").asText(),
          json.get("details"));
    } catch (IOException e) {
      throw new IllegalStateException("a projector's answer is no JSON", e);
    }
  }
}
