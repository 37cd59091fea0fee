package peal.gateway.batches;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import peal.domain.CallId;
import peal.gateway.Tries;
import peal.gateway.access.Caller;
import peal.gateway.json.Page;
import peal.gateway.json.Query;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.gateway.relay.Upload;
import peal.service.http.HttpServer;

/**
 * The batch calls of API contract, section 2. Ingest and the projectors answer with the contract's
 * own bodies; here it is only decided whom to ask, for which workspace.
 */
public final class Batches {
  private final Backends ingest;
  private final BatchStates states;
  private final Cancelling cancelling;
  private final Tries tries;
  private final long maxUploadBytes;

  /** Handlers that ask {@code ingest} and {@code states}. */
  public Batches(
      Backends ingest,
      BatchStates states,
      Cancelling cancelling,
      Tries tries,
      long maxUploadBytes) {
    this.tries = tries;
    this.ingest = ingest;
    this.states = states;
    this.cancelling = cancelling;
    this.maxUploadBytes = maxUploadBytes;
  }

  /** {@code GET …/template}. */
  public void template(Context ctx) {
    ingest.get("/template", requestId(ctx)).passOn(ctx);
  }

  /** {@code POST …/validate}. */
  public void validate(Context ctx) {
    upload(ctx, "/batches/validate");
  }

  /** {@code POST …/preview}. */
  public void preview(Context ctx) {
    upload(ctx, "/batches/preview");
  }

  /** {@code POST …}. */
  public void start(Context ctx) {
    Upload upload = Upload.of(ctx, maxUploadBytes);
    Answer answer = tries.once(ctx, upload, headers -> send(ctx, "/batches", headers, upload));
    Started.batch(answer)
        .ifPresent(batch -> states.awaitShown(Caller.of(ctx).workspace(), batch, requestId(ctx)));
    answer.passOn(ctx);
  }

  /** {@code GET …}. */
  public void list(Context ctx) {
    states.list(Caller.of(ctx).workspace(), query(ctx), requestId(ctx)).passOn(ctx);
  }

  /** {@code GET …/{batchId}}. */
  public void status(Context ctx) {
    ask(ctx, "");
  }

  /** {@code GET …/{batchId}/status}. */
  public void progress(Context ctx) {
    ask(ctx, "/status");
  }

  /** {@code GET …/{batchId}/calls}. */
  public void calls(Context ctx) {
    ask(ctx, "/calls");
  }

  /** {@code GET …/{batchId}/calls/{jobId}}. */
  public void call(Context ctx) {
    aboutCall(ctx, "");
  }

  /** {@code GET …/{batchId}/calls/{jobId}/history}. */
  public void history(Context ctx) {
    aboutCall(ctx, "/history");
  }

  private void aboutCall(Context ctx, String what) {
    if (isCallId(ctx.pathParam("jobId"))) {
      ask(ctx, "/calls/" + ctx.pathParam("jobId") + what);
    } else {
      ctx.status(404);
      ctx.json(
          Map.of("status", "not_found", "error", "There is no job with this id in this batch."));
    }
  }

  /** {@code DELETE …/{batchId}}. */
  public void cancel(Context ctx) {
    ctx.json(cancelling.cancel(Caller.of(ctx).workspace(), BatchStates.named(ctx), requestId(ctx)));
  }

  private void upload(Context ctx, String path) {
    send(ctx, path, Map.of(), Upload.of(ctx, maxUploadBytes)).passOn(ctx);
  }

  private Answer send(Context ctx, String path, Map<String, String> headers, Upload upload) {
    String workspace = Caller.of(ctx).workspace().id().value();
    return ingest.post("/workspaces/" + workspace + path, requestId(ctx), headers, upload);
  }

  private void ask(Context ctx, String what) {
    Answer answer =
        states.of(
            Caller.of(ctx).workspace(), BatchStates.named(ctx), what, query(ctx), requestId(ctx));
    answer.passOn(ctx);
  }

  private static boolean isCallId(String id) {
    try {
      CallId.parse(id);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What the client may choose, and nothing else. */
  private static String query(Context ctx) {
    StringBuilder query = new StringBuilder();
    for (String name : List.of("page", "limit", "status")) {
      Query.parameter(ctx, name)
          .map(value -> name.equals("page") ? Page.inReach(value) : value)
          .ifPresent(value ->
              query
                  .append('&')
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return query.toString();
  }

  private static String requestId(Context ctx) {
    return ctx.attribute(HttpServer.REQUEST_ID);
  }
}
