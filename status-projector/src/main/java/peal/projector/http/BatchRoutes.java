package peal.projector.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.projector.query.BatchPage;
import peal.projector.query.BatchStatus;
import peal.projector.query.BatchSummary;
import peal.projector.query.Batches;
import peal.projector.query.CallPage;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.Page;
import peal.projector.query.PageTooLarge;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;
import peal.service.http.ApiError;
import peal.service.http.Streamed;
import peal.topics.DomainJson;

/**
 * What the gateway asks of a workspace's batches; the answers go to the client as they are.
 *
 * <p>An answer to which a copy of a lane contributed says so with {@value #STALE}; so does a page
 * of calls while rows are still being read. A copy may be behind, so that it can show a batch but
 * never deny one: that is 503.
 */
public final class BatchRoutes {
  /** Header of answers that may be behind. */
  static final String STALE = "X-Peal-Stale";

  private static final Logger LOG = LoggerFactory.getLogger(BatchRoutes.class);
  private static final ObjectMapper JSON = DomainJson.newMapper();
  private static final String BATCHES = "/workspaces/{ws}/batches";
  static final String BATCH = BATCHES + "/{batch}";

  private final Function<Lane, RoutedLane> lanes;
  private final HeldAnswers held;
  private final DialingStops stops;
  private final InstantSource clock;

  /**
   * Answers from {@code lanes}, which makes a reader for one request; as many pages of calls as are
   * held, and what {@code stops} says of dialing.
   */
  public BatchRoutes(
      Function<Lane, RoutedLane> lanes, HeldAnswers held, DialingStops stops, InstantSource clock) {
    this.lanes = lanes;
    this.held = held;
    this.stops = stops;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void addTo(JavalinConfig config) {
    config.routes.get(BATCHES, this::list);
    config.routes.get("/workspaces/{ws}/open", this::kept);
    config.routes.get(BATCH, this::status);
    config.routes.get(BATCH + "/status", this::progress);
    config.routes.get(BATCH + "/revisions", this::revisions);
    config.routes.get(BATCH + "/calls", this::calls);
    config.routes.get(BATCH + "/calls/{job}", this::call);
    config.routes.get(BATCH + "/cancellation", this::cancellation);
    config.routes.get(BATCH + "/shown", this::shown);
    config.routes.exception(LaneUnavailable.class, BatchRoutes::unavailable);
    config.routes.exception(PageTooLarge.class, BatchRoutes::tooLarge);
  }

  private void list(Context ctx) {
    Page page = Parameters.page(ctx);
    Optional<BatchStatus> filter = Parameters.status(ctx, BatchStatus.class);
    Optional<BatchId> before = Parameters.before(ctx);
    try (ByteBudget.Held room = held.take(Parameters.workspace(ctx), CallPage.MOST_BYTES)) {
      Request request = new Request(ctx);
      BatchPage found =
          filter.isEmpty() && before.isEmpty()
              ? request.batches.page(page)
              : request.batches.page(page, filter, before.orElse(null));
      request.answer(200, BatchAnswers.list(found, page));
    }
  }

  private void kept(Context ctx) {
    Request request = new Request(ctx);
    Batches.Kept kept = request.batches.kept();
    request.answer(200, Map.of("open", kept.open(), "calls", kept.calls(), "bytes", kept.bytes()));
  }

  private void status(Context ctx) {
    Request request = new Request(ctx);
    BatchSummary batch = request.find();
    request.answer(200, withStop(ctx, BatchAnswers.status(batch, clock.instant()), batch));
  }

  private void progress(Context ctx) {
    Request request = new Request(ctx);
    BatchSummary batch = request.find();
    request.answer(200, withStop(ctx, BatchAnswers.progress(batch), batch));
  }

  private void revisions(Context ctx) {
    Request request = new Request(ctx);
    request.answer(200, PlanAnswers.revisions(request.find()));
  }

  private Map<String, Object> withStop(Context ctx, Map<String, Object> body, BatchSummary batch) {
    BatchAnswers.putStop(
        body, batch, stops.of(Parameters.workspace(ctx), batch.opened().carrier()));
    return body;
  }

  private void calls(Context ctx) {
    BatchId id = Parameters.batch(ctx);
    Page page = Parameters.page(ctx);
    Optional<CallStatus> filter = Parameters.status(ctx, CallStatus.class);
    try (ByteBudget.Held room = held.take(Parameters.workspace(ctx), CallPage.MOST_BYTES)) {
      Request request = new Request(ctx);
      CallPage found = request.known(id, request.batches.calls(id, filter, page));
      if (found.behind()) {
        ctx.header(STALE, "true");
      }
      request.stream(CallAnswers.page(found, page));
    }
  }

  private void call(Context ctx) {
    Request request = new Request(ctx);
    BatchSummary batch = request.find();
    Optional<LaneCall> call =
        Parameters.call(ctx).flatMap(job -> request.batches.call(batch.id(), job));
    if (call.isPresent()) {
      request.answer(200, CallAnswers.one(call.get(), batch.redialOf()));
    } else {
      request.refuseIfStale();
      request.answer(404, CallAnswers.unknown());
    }
  }

  private void cancellation(Context ctx) {
    Request request = new Request(ctx);
    Optional<BatchSummary> batch = request.batches.find(Parameters.batch(ctx));
    if (batch.isEmpty()) {
      request.refuseIfStale();
    }
    request.answer(
        200,
        batch
            .map(BatchAnswers::cancellation)
            .orElse(Map.of("found", false, "finished", false, "settled", false)));
  }

  /** 200 once a batch that was started, or an addition to one, can be asked for. */
  private void shown(Context ctx) {
    Request request = new Request(ctx);
    boolean shown =
        request.batches.shown(
            Parameters.batch(ctx), Parameters.number(ctx, "addition", 0, 0, Integer.MAX_VALUE));
    request.answer(shown ? 200 : 404, Map.of("shown", shown));
  }

  private static void unavailable(LaneUnavailable e, Context ctx) {
    LOG.info("503: {}", e.getMessage());
    ApiError error = moving();
    ctx.status(error.status()).header("Retry-After", "1").json(error.body());
  }

  private static void tooLarge(PageTooLarge e, Context ctx) {
    Map<String, String> where = Map.of("parameter", "limit", "field", "limit");
    ApiError error = new ApiError(400, "Page too large", e.getMessage(), "PAGE_TOO_LARGE", where);
    ctx.status(error.status()).json(error.body());
  }

  static ApiError moving() {
    return new ApiError(
        503,
        "Temporarily unavailable",
        "The batch's numbers are moving to another instance. Try again in a moment.",
        "UNAVAILABLE");
  }

  /** One request's lanes. */
  private final class Request {
    private final Context ctx;
    private final List<RoutedLane> read;
    private final Batches batches;

    Request(Context ctx) {
      this.ctx = ctx;
      this.read = Parameters.lanes(ctx, lanes);
      this.batches = new Batches(read);
    }

    BatchSummary find() {
      BatchId id = Parameters.batch(ctx);
      return known(id, batches.find(id));
    }

    <T> T known(BatchId id, Optional<T> found) {
      if (found.isEmpty()) {
        refuseIfStale();
        throw Parameters.unknownBatch(id.value());
      }
      return found.get();
    }

    void refuseIfStale() {
      if (stale()) {
        throw moving();
      }
    }

    void answer(int status, Map<String, Object> body) {
      if (stale()) {
        ctx.header(STALE, "true");
      }
      ctx.status(status).json(body);
    }

    /** Answers with 200 piece by piece, so that the JSON is not held beside what it is made of. */
    void stream(Map<String, Object> body) {
      if (stale()) {
        ctx.header(STALE, "true");
      }
      ctx.status(200).contentType("application/json");
      Streamed.to(ctx, out -> JSON.writeValue(out, body));
    }

    private boolean stale() {
      return read.stream().anyMatch(RoutedLane::stale);
    }
  }
}
