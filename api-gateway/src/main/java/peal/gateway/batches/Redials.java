package peal.gateway.batches;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Places;
import peal.gateway.Refusals;
import peal.gateway.Tries;
import peal.gateway.access.Caller;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.gateway.relay.RowsForm;
import peal.gateway.relay.Stream;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;

/**
 * Starts a batch of rows that another one had: a projector tells them, and they go on to ingest as
 * they come, as an upload does.
 */
public final class Redials {
  private final Backends ingest;
  private final BatchStates states;
  private final Tries tries;
  private final BatchQuotas quotas;
  private final Places downloads;
  private final JsonBody body;
  private final InstantSource clock;

  /**
   * Redials through {@code ingest} what {@code states} tells.
   *
   * @param downloads how many files a workspace may read at once; these are some
   */
  public Redials(
      Backends ingest,
      BatchStates states,
      Tries tries,
      BatchQuotas quotas,
      Places downloads,
      JsonBody body,
      InstantSource clock) {
    this.ingest = ingest;
    this.states = states;
    this.tries = tries;
    this.quotas = quotas;
    this.downloads = downloads;
    this.body = body;
    this.clock = clock;
  }

  /**
   * {@code POST …/{batchId}/redial}.
   *
   * @throws ApiError 400 a field is wrong or unknown; 503 the rows could not be read to their end
   */
  public void redial(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    BatchId batch = BatchStates.named(ctx);
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    JsonFields fields = body.read(ctx);
    RedialRequest wanted = RedialRequest.read(fields, clock.instant());
    try (Places.Place place = downloads.take(workspace.id())) {
      tries
          .once(
              ctx,
              "redial " + batch,
              fields.utf8(),
              headers ->
                  quotas.unlessTooMany(
                      workspace,
                      requestId,
                      headers,
                      all -> started(workspace, batch, wanted, all, requestId)))
          .passOn(ctx);
    }
  }

  private Answer started(
      Workspace workspace,
      BatchId batch,
      RedialRequest wanted,
      Map<String, String> headers,
      String requestId) {
    String outcomes =
        wanted.outcomes().isEmpty() ? "" : "&outcomes=" + String.join(",", wanted.outcomes());
    Answer terms = states.of(workspace, batch, "/redial", outcomes, requestId);
    if (terms.status() != 200) {
      return terms;
    }
    try (Stream rows = states.streamOf(workspace, batch, "/redial.csv", outcomes, requestId)) {
      if (rows.status() != 200) {
        throw Refusals.unavailable("The rows cannot be read now. Nobody is dialed; try again.");
      }
      Map<String, String> fields =
          Map.of(
              "terms",
              new String(terms.body(), StandardCharsets.UTF_8),
              "overrides",
              wanted.overrides().toString());
      return ingest.post(
          "/workspaces/" + workspace.id() + "/redials",
          requestId,
          headers,
          new RowsForm(fields, rows, Batches.startUnknown()));
    }
  }
}
