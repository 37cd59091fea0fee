package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.Tries;
import peal.gateway.access.Caller;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.gateway.relay.Upload;
import peal.gateway.relay.UploadLimits;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;
import peal.topics.DomainJson;

/**
 * Adds rows to a batch that is kept open, and closes it: a projector tells how the batch stands,
 * and ingest reads and writes the rows by that.
 */
public final class RowAdditions {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  /** What a projector tells of the batch, Base64 of JSON. */
  private static final String OPEN_BATCH = "X-Peal-Open-Batch";

  private final Backends ingest;
  private final BatchStates states;
  private final BatchWatch watch;
  private final Tries tries;
  private final BatchQuotas quotas;
  private final UploadLimits limits;

  /** Rows through {@code ingest}, for batches that {@code states} tells of. */
  public RowAdditions(
      Backends ingest,
      BatchStates states,
      BatchWatch watch,
      Tries tries,
      BatchQuotas quotas,
      UploadLimits limits) {
    this.ingest = ingest;
    this.states = states;
    this.watch = watch;
    this.tries = tries;
    this.quotas = quotas;
    this.limits = limits;
  }

  /** {@code POST …/{batchId}/rows}: a form with a file, or JSON. */
  public void add(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    BatchId batch = BatchStates.named(ctx);
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    Upload upload = Upload.of(ctx, limits).isFor("rows of " + batch).orUnknown(unknown(batch));
    tries
        .once(
            ctx,
            upload,
            headers ->
                quotas.unlessTooManyRows(
                    workspace,
                    requestId,
                    headers,
                    all ->
                        done(
                            workspace,
                            batch,
                            requestId,
                            open -> added(workspace, batch, requestId, with(all, open), upload))))
        .passOn(ctx);
  }

  private static Map<String, String> with(Map<String, String> headers, String open) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(OPEN_BATCH, open);
    return all;
  }

  private Answer added(
      Workspace workspace,
      BatchId batch,
      String requestId,
      Map<String, String> headers,
      Upload upload) {
    return ingest
        .about(batch.value())
        .post(path(workspace, batch, "/rows"), requestId, headers, upload);
  }

  private static ApiError unknown(BatchId batch) {
    return new ApiError(
        500,
        "Rows unknown",
        "The upload service did not answer after it had been given all of the rows, so it is not"
            + " known whether they were added: all of them, or none. Send them again under the"
            + " same Idempotency-Key, or look at the batch's total.",
        "ROWS_UNKNOWN",
        Map.of("batchId", batch.value()));
  }

  /**
   * {@code POST …/{batchId}/close}; the same again when it is repeated.
   *
   * @throws ApiError 503 when it is not known whether it was closed
   */
  public void close(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    BatchId batch = BatchStates.named(ctx);
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    Answer closed =
        done(workspace, batch, requestId, open -> closed(workspace, batch, requestId, open));
    if (closed.status() != 200) {
      closed.passOn(ctx);
      return;
    }
    BatchState state = watch.found(workspace, batch, requestId);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", batch.value());
    answer.put("status", state.status());
    answer.put("message", "The batch is closed. It is complete when its last call has ended.");
    answer.put("details", state.details());
    ctx.json(answer);
  }

  private Answer closed(Workspace workspace, BatchId batch, String requestId, String open) {
    try {
      return ingest
          .about(batch.value())
          .post(path(workspace, batch, "/close"), requestId, Map.of(OPEN_BATCH, open), new byte[0]);
    } catch (ApiError e) {
      throw Refusals.unavailable(
          "Whether the batch was closed is not known. Close it again: a repeat does no harm.");
    }
  }

  /** What ingest answers of a batch that is kept open, when the projectors have read it. */
  private Answer done(
      Workspace workspace, BatchId batch, String requestId, Function<String, Answer> ask) {
    Answer open = states.of(workspace, batch, "/open", "", requestId);
    if (open.status() != 200) {
      return open;
    }
    Answer answer = ask.apply(Base64.getUrlEncoder().encodeToString(open.body()));
    addition(answer).ifPresent(number -> states.awaitShown(workspace, batch, number, requestId));
    return answer;
  }

  private static OptionalInt addition(Answer answer) {
    try {
      JsonNode number = JSON.readTree(answer.body()).path("addition");
      return answer.status() == 200 && number.isInt()
          ? OptionalInt.of(number.asInt())
          : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static String path(Workspace workspace, BatchId batch, String what) {
    return "/workspaces/" + workspace.id() + "/batches/" + batch + what;
  }
}
