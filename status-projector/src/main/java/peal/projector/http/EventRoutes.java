package peal.projector.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.projector.events.Cursor;
import peal.projector.events.CursorGone;
import peal.projector.events.WorkspaceEvents;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;
import peal.service.http.ApiError;

/** {@code GET …/events}: what has happened to a workspace's calls and batches, to be followed. */
public final class EventRoutes {
  /** Most events of a page. */
  static final int MOST = 1_000;

  private final Function<Lane, RoutedLane> lanes;
  private final HeldAnswers held;
  private final InstantSource clock;

  /** Answers from {@code lanes}, as many pages as are {@code held}. */
  public EventRoutes(Function<Lane, RoutedLane> lanes, HeldAnswers held, InstantSource clock) {
    this.lanes = lanes;
    this.held = held;
    this.clock = clock;
  }

  /** Adds the route. */
  public void addTo(JavalinConfig config) {
    config.routes.get("/workspaces/{ws}/events", this::events);
    config.routes.exception(CursorGone.class, EventRoutes::gone);
  }

  private void events(Context ctx) {
    WorkspaceId workspace = Parameters.workspace(ctx);
    int limit = Parameters.number(ctx, "limit", 100, 1, MOST);
    List<RoutedLane> all = Parameters.lanes(ctx, lanes);
    WorkspaceEvents events = new WorkspaceEvents(workspace, all, clock.instant());
    WorkspaceEvents.Page page = events.page(after(ctx, events, workspace, all.size()), limit);
    if (all.stream().anyMatch(RoutedLane::stale)) {
      // Whether a batch has ended in all of its lanes is not for a copy to say.
      throw BatchRoutes.moving();
    }
    // Not before: whoever waits for a turn at the log would hold it for nothing.
    try (ByteBudget.Held room = held.take(workspace, page.bytes())) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("events", page.events().stream().map(EventAnswers::listed).toList());
      body.put("next", page.next().word());
      body.put("hasMore", page.more());
      ctx.json(body);
    }
  }

  private static Cursor after(
      Context ctx, WorkspaceEvents events, WorkspaceId workspace, int lanes) {
    String after = ctx.queryParam("after");
    if (after == null) {
      return events.oldest();
    }
    if (after.equals("now")) {
      return events.now();
    }
    return Cursor.read(after, workspace, lanes)
        .orElseThrow(() ->
            Parameters.invalid(
                "after",
                "after must be 'now' or the 'next' of an answer to this workspace, as it came."));
  }

  private static void gone(CursorGone gone, Context ctx) {
    ApiError error =
        new ApiError(
            410,
            "Events gone",
            "What lies behind this cursor is no longer kept. Read the calls that you need anew,"
                + " and go on from 'oldest', or from now with after=now.",
            "CURSOR_GONE",
            Map.of("parameter", "after", "oldest", gone.oldest().word()));
    ctx.status(error.status()).json(error.body());
  }
}
