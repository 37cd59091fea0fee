package peal.projector.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.LaneShare;
import peal.projector.fold.BatchView;
import peal.projector.history.CallHistory;
import peal.projector.history.Entry;
import peal.projector.history.EventLog;
import peal.projector.history.LaneLoad;
import peal.projector.history.Told;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.RoutedLane;

/** {@code GET …/calls/{job}/history}: what became of one call. */
public final class HistoryRoute {
  private final Function<Lane, RoutedLane> lanes;
  private final EventLog log;
  private final Function<WorkspaceId, Optional<Workspace>> workspaces;
  private final DialingStops stops;
  private final InstantSource clock;

  /**
   * Answers from {@code lanes} and {@code log}.
   *
   * @param workspaces their limits, to say what a call waits for
   * @param stops where dialing is stopped, likewise
   */
  public HistoryRoute(
      Function<Lane, RoutedLane> lanes,
      EventLog log,
      Function<WorkspaceId, Optional<Workspace>> workspaces,
      DialingStops stops,
      InstantSource clock) {
    this.lanes = lanes;
    this.log = log;
    this.workspaces = workspaces;
    this.stops = stops;
    this.clock = clock;
  }

  /** Adds the route. */
  public void addTo(JavalinConfig config) {
    config.routes.get(BatchRoutes.BATCH + "/calls/{job}/history", this::history);
  }

  private void history(Context ctx) {
    BatchId id = Parameters.batch(ctx);
    List<RoutedLane> all = Parameters.lanes(ctx, lanes);
    Batches batches = new Batches(all);
    boolean known = batches.find(id).isPresent();
    Optional<CallId> job = Parameters.call(ctx);
    Optional<LaneCall> call = job.filter(any -> known).flatMap(any -> batches.call(id, any));
    boolean stale = all.stream().anyMatch(RoutedLane::stale);
    if (call.isEmpty()) {
      if (stale) {
        throw BatchRoutes.moving();
      }
      if (!known) {
        throw Parameters.unknownBatch(id.value());
      }
      ctx.status(404).json(CallAnswers.unknown());
      return;
    }
    RoutedLane lane = all.get(call.get().id().lane());
    BatchView batch = lane.batch(id).map(LaneBatch::view).orElse(BatchView.UNSEEN);
    Told told =
        CallHistory.tell(
            call.get(),
            batch,
            log.read(lane.lane(), call.get().view().trail().offsets()),
            batch.stoppedBy(lane.lane().workspace(), stops),
            clock.instant(),
            () -> load(lane, batch.plan(), all.size()));
    if (stale) {
      ctx.header(BatchRoutes.STALE, "true");
    }
    ctx.json(body(call.get(), told));
  }

  private LaneLoad load(RoutedLane lane, BatchPlan plan, int count) {
    long out = lane.attemptsOut();
    return workspaces
        .apply(lane.lane().workspace())
        .map(workspace -> LaneShare.of(workspace.limits(), lane.lane(), count))
        .map(share -> new LaneLoad(out, share.open(), pace(share, plan)))
        .orElse(new LaneLoad(out, Integer.MAX_VALUE, 0));
  }

  private static double pace(LaneShare share, BatchPlan plan) {
    return Math.min(share.callsPerSecond(), share.of(plan).callsPerSecond());
  }

  private static Map<String, Object> body(LaneCall call, Told told) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("jobId", call.id().toString());
    body.put("status", Parameters.word(call.view().status()));
    if (told.now() != null) {
      body.put("now", told.now());
    }
    List<Map<String, Object>> events = new ArrayList<>();
    told.entries().forEach(entry -> events.add(event(entry)));
    body.put("events", events);
    body.put("complete", told.complete());
    if (!told.complete()) {
      Map<String, Object> missing = new LinkedHashMap<>();
      missing.put("removed", told.removed());
      missing.put("omitted", told.omitted());
      missing.put("unread", told.unread());
      body.put("missing", missing);
    }
    return body;
  }

  private static Map<String, Object> event(Entry entry) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("time", entry.at().toEpochMilli());
    event.put("kind", entry.kind());
    if (entry.attempt() != null) {
      event.put("attempt", entry.attempt());
    }
    if (entry.worker() != null) {
      event.put("worker", entry.worker());
    }
    event.put("reason", entry.reason());
    return event;
  }
}
