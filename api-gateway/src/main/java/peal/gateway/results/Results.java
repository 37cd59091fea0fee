package peal.gateway.results;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Places;
import peal.gateway.access.Caller;
import peal.gateway.batches.BatchStates;
import peal.gateway.json.Query;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.service.http.HttpServer;

/**
 * A batch's results as a file, and the rows that were left out of it. The projector writes it while
 * it reads, and it goes through here as it comes: neither holds more than a piece of it.
 */
public final class Results {
  private final BatchStates states;
  private final Backends ingest;
  private final Places places;

  /**
   * Results from the projectors behind {@code states}.
   *
   * @param ingest where the rows are that were left out
   * @param places how many files a workspace may read at once
   */
  public Results(BatchStates states, Backends ingest, Places places) {
    this.states = states;
    this.ingest = ingest;
    this.places = places;
  }

  /** {@code GET …/{batchId}/results.csv}. */
  public void csv(Context ctx) {
    send(ctx, "/results.csv");
  }

  /** {@code GET …/{batchId}/results.jsonl}. */
  public void jsonl(Context ctx) {
    send(ctx, "/results.jsonl");
  }

  /**
   * {@code GET …/{batchId}/rejected.csv}: of the instances of ingest the one has it that took the
   * file. A batch that is not known any more has no rows either.
   */
  public void rejected(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    BatchId batch = BatchStates.named(ctx);
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    try (Places.Place place = places.take(workspace.id())) {
      Answer known = states.of(workspace, batch, "/status", "", requestId);
      if (known.status() != 200) {
        known.passOn(ctx);
        return;
      }
      ingest
          .find("/workspaces/" + workspace.id() + "/batches/" + batch + "/rejected.csv", requestId)
          .passOn(ctx);
    }
  }

  private void send(Context ctx, String file) {
    Workspace workspace = Caller.of(ctx).workspace();
    BatchId batch = BatchStates.named(ctx);
    try (Places.Place place = places.take(workspace.id())) {
      send(ctx, workspace, batch, file);
    }
  }

  private void send(Context ctx, Workspace workspace, BatchId batch, String file) {
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    String filter =
        Query.parameter(ctx, "status")
            .map(status -> "&status=" + URLEncoder.encode(status, StandardCharsets.UTF_8))
            .orElse("");
    // A batch that is seconds old may not be known yet; this waits for it.
    Answer known = states.of(workspace, batch, "/status", "", requestId);
    if (known.status() != 200) {
      known.passOn(ctx);
      return;
    }
    states
        .open(workspace, batch, file + "?lanes=" + workspace.lanes() + filter, requestId)
        .passOn(ctx);
  }
}
