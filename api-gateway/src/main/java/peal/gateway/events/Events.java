package peal.gateway.events;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import peal.domain.Workspace;
import peal.gateway.Places;
import peal.gateway.access.Caller;
import peal.gateway.batches.BatchStates;
import peal.gateway.json.Query;
import peal.service.http.HttpServer;

/** {@code GET /v1/api/events}: what has happened to a workspace's calls and batches. */
public final class Events {
  /** Questions at once: each may read some megabytes of Kafka. */
  private static final int AT_ONCE = 2;

  private final BatchStates states;
  private final Places places =
      new Places(
          AT_ONCE,
          "too_many_readers",
          "This workspace may ask for %,d pages of events at once. Wait for the answers.");

  /** A handler that asks {@code states}. */
  public Events(BatchStates states) {
    this.states = states;
  }

  /** {@code GET …}. */
  public void list(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    StringBuilder query = new StringBuilder();
    for (String name : List.of("after", "limit")) {
      Query.parameter(ctx, name)
          .ifPresent(value ->
              query
                  .append('&')
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    try (Places.Place place = places.take(workspace.id())) {
      states
          .ofWorkspace(workspace, "/events", query.toString(), ctx.attribute(HttpServer.REQUEST_ID))
          .passOn(ctx);
    }
  }
}
