package peal.gateway.batches;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Workspace;
import peal.gateway.Places;
import peal.gateway.Tries;
import peal.gateway.access.Caller;
import peal.gateway.json.Page;
import peal.gateway.json.Query;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.gateway.relay.Upload;
import peal.gateway.relay.UploadLimits;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;

/**
 * The batch calls of API contract, section 2. Ingest and the projectors answer with the contract's
 * own bodies; here it is only decided whom to ask, for which workspace.
 */
public final class Batches {
  private final Backends ingest;
  private final BatchStates states;
  private final BatchCommands commands;
  private final Tries tries;
  private final BatchQuotas quotas;
  private final Shares shares;
  private final UploadLimits limits;

  /**
   * What a workspace may ask for at once.
   *
   * @param lists lists of batches
   * @param pages pages of calls
   * @param histories histories of calls
   * @param downloads files
   */
  public record Shares(Places lists, Places pages, Places histories, Places downloads) {
    /** With a filter, a list reads all batches of the workspace. */
    private static final int LISTS = 4;

    /** Each may be two megabytes. */
    private static final int PAGES = 4;

    /** A projector reads one history after the other. */
    private static final int HISTORIES = 2;

    /** The usual ones, with so many {@code downloads}. */
    public static Shares of(int downloads) {
      return new Shares(
          new Places(
              LISTS,
              "too_many_lists",
              "This workspace may ask for %,d lists of batches at once. Wait for the answers."),
          new Places(
              PAGES,
              "too_many_pages",
              "This workspace may ask for %,d pages of calls at once. Wait for the answers."),
          new Places(
              HISTORIES,
              "too_many_histories",
              "This workspace may ask for %,d histories of calls at once. Wait for the answers."),
          new Places(
              downloads,
              "too_many_downloads",
              "This workspace may have %,d downloads of results open here. Wait until one has"
                  + " ended."));
    }
  }

  /** Handlers that ask {@code ingest} and {@code states}, so many at once of a workspace. */
  public Batches(
      Backends ingest,
      BatchStates states,
      BatchCommands commands,
      Tries tries,
      BatchQuotas quotas,
      Shares shares,
      UploadLimits limits) {
    this.quotas = quotas;
    this.shares = shares;
    this.tries = tries;
    this.ingest = ingest;
    this.states = states;
    this.commands = commands;
    this.limits = limits;
  }

  /** {@code GET …/template}; with {@code agentId}, one for that agent. */
  public void template(Context ctx) {
    String path =
        Query.parameter(ctx, "agentId")
            .map(agent -> ofWorkspace(ctx, "/template?agentId=" + encoded(agent)))
            .orElse("/template");
    ingest.get(path, requestId(ctx)).passOn(ctx);
  }

  /** {@code POST …/validate}. */
  public void validate(Context ctx) {
    upload(ctx, "/batches/validate");
  }

  /** {@code POST …/validate/rejected.csv}. */
  public void validateRejected(Context ctx) {
    try (Places.Place place = shares.downloads().take(Caller.of(ctx).workspace().id())) {
      ingest.pass(
          ofWorkspace(ctx, "/batches/validate/rejected.csv"),
          requestId(ctx),
          Upload.of(ctx, limits),
          ctx);
    }
  }

  /** {@code POST …/preview}. */
  public void preview(Context ctx) {
    upload(ctx, "/batches/preview");
  }

  /** {@code POST …/plan}. */
  public void plan(Context ctx) {
    upload(ctx, "/batches/plan");
  }

  /** {@code POST …}. */
  public void start(Context ctx) {
    Upload upload = Upload.of(ctx, limits).orUnknown(startUnknown());
    Workspace workspace = Caller.of(ctx).workspace();
    Answer answer =
        tries.once(
            ctx,
            upload,
            headers ->
                quotas.unlessTooMany(
                    workspace, requestId(ctx), headers, all -> send(ctx, "/batches", all, upload)));
    answer.passOn(ctx);
  }

  /** A service that had been given all that a batch is made of did not answer. */
  static ApiError startUnknown() {
    return new ApiError(
        500,
        "Start unknown",
        "The upload service did not answer after it had been given the whole file, so it is not"
            + " known whether the batch was started. Send it again under the same"
            + " Idempotency-Key, which starts nothing twice, or look at the list of batches first.",
        "START_UNKNOWN");
  }

  /** {@code GET …}. */
  public void list(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    try (Places.Place place = shares.lists().take(workspace.id())) {
      states.list(workspace, query(ctx), requestId(ctx)).passOn(ctx);
    }
  }

  /** {@code GET …/{batchId}}. */
  public void status(Context ctx) {
    ask(ctx, "");
  }

  /** {@code GET …/{batchId}/status}. */
  public void progress(Context ctx) {
    ask(ctx, "/status");
  }

  /** {@code GET …/{batchId}/revisions}. */
  public void revisions(Context ctx) {
    ask(ctx, "/revisions");
  }

  /** {@code GET …/{batchId}/calls}. */
  public void calls(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    BatchId batch = BatchStates.named(ctx);
    try (Places.Place place = shares.pages().take(workspace.id())) {
      states.streamOf(workspace, batch, "/calls", query(ctx), requestId(ctx)).passOn(ctx);
    }
  }

  /** {@code GET …/{batchId}/calls/{jobId}}. */
  public void call(Context ctx) {
    aboutCall(ctx, "");
  }

  /** {@code GET …/{batchId}/calls/{jobId}/history}. */
  public void history(Context ctx) {
    try (Places.Place place = shares.histories().take(Caller.of(ctx).workspace().id())) {
      aboutCall(ctx, "/history");
    }
  }

  /** {@code GET …/{batchId}/calls/{jobId}/why}. */
  public void why(Context ctx) {
    aboutCall(ctx, "/why");
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
    ctx.json(commands.cancel(Caller.of(ctx).workspace(), BatchStates.named(ctx), requestId(ctx)));
  }

  /** {@code POST …/{batchId}/pause}. */
  public void pause(Context ctx) {
    ctx.json(commands.pause(Caller.of(ctx).workspace(), BatchStates.named(ctx), requestId(ctx)));
  }

  /** {@code POST …/{batchId}/resume}. */
  public void resume(Context ctx) {
    ctx.json(commands.resume(Caller.of(ctx).workspace(), BatchStates.named(ctx), requestId(ctx)));
  }

  private void upload(Context ctx, String path) {
    ingest.check(ofWorkspace(ctx, path), requestId(ctx), Upload.of(ctx, limits)).passOn(ctx);
  }

  private Answer send(Context ctx, String path, Map<String, String> headers, Upload upload) {
    return ingest.post(ofWorkspace(ctx, path), requestId(ctx), headers, upload);
  }

  private static String ofWorkspace(Context ctx, String path) {
    return "/workspaces/" + Caller.of(ctx).workspace().id() + path;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
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
    for (String name : List.of("page", "limit", "status", "before")) {
      Query.parameter(ctx, name)
          .map(value -> name.equals("page") ? Page.inReach(value) : value)
          .ifPresent(value -> query.append('&').append(name).append('=').append(encoded(value)));
    }
    return query.toString();
  }

  private static String requestId(Context ctx) {
    return ctx.attribute(HttpServer.REQUEST_ID);
  }
}
