package peal.projector.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
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
import peal.domain.CallStatus;
import peal.domain.DialingStop;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.DoNotCall;
import peal.domain.dispatch.LaneShare;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.CallSettled;
import peal.projector.fold.BatchView;
import peal.projector.fold.CallView;
import peal.projector.history.CallHistory;
import peal.projector.history.Entry;
import peal.projector.history.EventLog;
import peal.projector.history.LaneLoad;
import peal.projector.history.Told;
import peal.projector.history.Why;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.RoutedLane;

/** {@code GET …/calls/{job}/history} and {@code …/why}: what became of one call, and why. */
public final class HistoryRoute {
  /** Behind the end of a call come few reports, if any. */
  private static final int LAST = 4;

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
    config.routes.get(BatchRoutes.BATCH + "/calls/{job}/why", this::why);
  }

  /** A call that is known, and what is known of its lane. */
  private record Known(
      LaneCall call,
      BatchView batch,
      Batches batches,
      RoutedLane lane,
      Optional<DialingStop> stop,
      int lanes) {}

  private void history(Context ctx) {
    find(ctx)
        .ifPresent(known -> {
          Told told =
              CallHistory.tell(
                  known.call(),
                  known.batch(),
                  log.read(known.lane().lane(), known.call().view().trail().offsets()),
                  known.stop(),
                  clock.instant(),
                  () -> load(known));
          ctx.json(body(known.call(), told));
        });
  }

  private void why(Context ctx) {
    BatchId id = Parameters.batch(ctx);
    find(ctx)
        .ifPresent(known -> {
          CallId call = known.call().id();
          Why why =
              Why.of(
                  known.call(),
                  known.batch(),
                  last(known),
                  known.stop(),
                  clock.instant(),
                  Why.Lane.of(
                      () -> load(known),
                      () -> known.batches().waitingBefore(id, call),
                      () -> known.lane().entries(known.call().view().number())));
          ctx.json(body(known.call(), why));
        });
  }

  /**
   * The record that a verdict may rest on: of a call that a do-not-call list has refused what ended
   * it, for it alone tells which list; of one that waits the last, which tells for which limit.
   */
  private Optional<CallEvent> last(Known known) {
    CallView view = known.call().view();
    boolean refused = DoNotCall.RULE.equals(view.skipped());
    boolean limited =
        view.status() == CallStatus.WAITING && known.batch().plan().callLimits() != null;
    if (!refused && !limited) {
      return Optional.empty();
    }
    List<Long> offsets = known.call().view().trail().offsets();
    List<Long> last = offsets.subList(Math.max(0, offsets.size() - LAST), offsets.size());
    return log.read(known.lane().lane(), last).events().stream()
        .filter(event -> limited ? isNews(event, view) : event instanceof CallSettled)
        .reduce((one, other) -> other);
  }

  /** Not a report of an attempt that is over, which may come again at any time. */
  private static boolean isNews(CallEvent event, CallView view) {
    return !(event instanceof CallEvent.Report report) || report.attempt().number() > view.closed();
  }

  /** The call that is asked for; where there is none that has been said. */
  private Optional<Known> find(Context ctx) {
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
      return Optional.empty();
    }
    if (stale) {
      ctx.header(BatchRoutes.STALE, "true");
    }
    RoutedLane lane = all.get(call.get().id().lane());
    BatchView batch = lane.batch(id).map(LaneBatch::view).orElse(BatchView.UNSEEN);
    return Optional.of(
        new Known(
            call.get(),
            batch,
            batches,
            lane,
            batch.stoppedBy(lane.lane().workspace(), stops),
            all.size()));
  }

  private LaneLoad load(Known known) {
    RoutedLane lane = known.lane();
    long out = lane.attemptsOut();
    return workspaces
        .apply(lane.lane().workspace())
        .map(workspace -> LaneShare.of(workspace.limits(), lane.lane(), known.lanes()))
        .map(share -> load(out, share, known.batch()))
        .orElse(new LaneLoad(out, Integer.MAX_VALUE, 0));
  }

  /** The lane's, or where that holds it up first the batch's own. */
  private static LaneLoad load(long out, LaneShare share, BatchView batch) {
    double pace = pace(share, batch.plan());
    int own = share.of(batch.plan()).open();
    long ofBatch = batch.counts().active();
    return ofBatch >= own && own < share.open()
        ? new LaneLoad(ofBatch, own, pace)
        : new LaneLoad(out, share.open(), pace);
  }

  private static double pace(LaneShare share, BatchPlan plan) {
    return Math.min(share.callsPerSecond(), share.of(plan).callsPerSecond());
  }

  private static Map<String, Object> body(LaneCall call, Why why) {
    Map<String, Object> facts = new LinkedHashMap<>();
    why.facts()
        .forEach((name, value) ->
            facts.put(name, value instanceof Instant at ? (Object) at.toEpochMilli() : value));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("jobId", call.id().toString());
    body.put("status", Parameters.word(call.view().status()));
    body.put("verdict", why.verdict());
    body.put("rule", why.rule());
    body.put("why", why.words());
    body.put("facts", facts);
    return body;
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
