package peal.gateway.batches;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Patience;
import peal.gateway.Refusals;
import peal.gateway.relay.Answer;
import peal.service.http.ApiError;

/** Watches a batch until its lanes have done what a client wants of it. Thread-safe. */
public final class BatchWatch {
  private final BatchStates states;
  private final Patience patience;
  private final Duration limit;

  /**
   * Asks {@code states}.
   *
   * @param limit how long to wait for the lanes
   */
  public BatchWatch(BatchStates states, Patience patience, Duration limit) {
    this.states = states;
    this.patience = patience;
    this.limit = limit;
  }

  /** The time as it is on the wire. */
  Instant now() {
    return patience.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * A batch as it stands.
   *
   * @throws ApiError 404 unknown; 503 nobody can tell
   */
  BatchState found(Workspace workspace, BatchId batch, String requestId) {
    BatchState before =
        patience.await(
            states.grace(workspace, batch),
            () -> ask(workspace, batch, requestId),
            BatchState::found);
    if (!before.found()) {
      throw Refusals.unknown("Batch", batch.value());
    }
    return before;
  }

  /**
   * A batch as it stands when it is {@code done}, or has finished.
   *
   * @param what what is being done to it, for the refusal
   * @throws ApiError 503 that took too long
   */
  BatchState await(
      Workspace workspace,
      BatchId batch,
      String requestId,
      Predicate<BatchState> done,
      String what) {
    BatchState state =
        within(limit, workspace, batch, requestId, s -> s.finished() || done.test(s));
    if (!state.finished() && !done.test(state)) {
      throw Refusals.unavailable(
          "The batch is being %s, but not every lane has taken note yet. Ask again."
              .formatted(what));
    }
    return state;
  }

  /** A batch as it stands when it is {@code done}, or when {@code time} is over. */
  BatchState within(
      Duration time,
      Workspace workspace,
      BatchId batch,
      String requestId,
      Predicate<BatchState> done) {
    return patience.await(time, () -> patiently(workspace, batch, requestId), done);
  }

  /**
   * Passes silently a batch of which something may still be dialed.
   *
   * @throws ApiError 409 any other
   */
  static void refuseEnded(BatchId batch, BatchState state) {
    if (state.ended()) {
      throw new ApiError(
          409,
          "Batch has ended",
          "The batch has ended; nothing of it will be dialed.",
          "BATCH_ENDED",
          Map.of("id", batch.value(), "status", state.status()));
    }
  }

  /** While the owner of a lane is moving nobody can tell; the wait goes on. */
  private BatchState patiently(Workspace workspace, BatchId batch, String requestId) {
    return asked(workspace, batch, requestId).orElse(BatchState.SILENT);
  }

  private BatchState ask(Workspace workspace, BatchId batch, String requestId) {
    return asked(workspace, batch, requestId)
        .orElseThrow(() -> Refusals.unavailable("The batch's state is not known now. Try again."));
  }

  private Optional<BatchState> asked(Workspace workspace, BatchId batch, String requestId) {
    Answer answer;
    try {
      answer = states.once(workspace, batch, "/cancellation?lanes=" + workspace.lanes(), requestId);
    } catch (ApiError e) {
      return Optional.empty();
    }
    return answer.status() == 200 ? Optional.of(BatchState.parse(answer.body())) : Optional.empty();
  }
}
