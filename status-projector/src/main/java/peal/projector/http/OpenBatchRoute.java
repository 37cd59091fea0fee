package peal.projector.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.projector.fold.BatchView;
import peal.projector.query.BatchStatus;
import peal.projector.query.BatchSummary;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;
import peal.projector.query.RoutedLane;
import peal.service.http.ApiError;
import peal.service.http.Streamed;
import peal.topics.DomainJson;

/**
 * What ingest must know of a batch that is kept open to add rows to it: how they are read, and how
 * far its rows reached by what was read of its first lane before an offset. What was written since,
 * ingest reads itself.
 */
public final class OpenBatchRoute {
  private static final JsonMapper JSON = DomainJson.newMapper();

  private final Function<Lane, RoutedLane> lanes;
  private final ToLongFunction<Lane> readTo;

  /**
   * Answers from {@code lanes}, which makes a reader for one request.
   *
   * @param readTo up to which offset the commands of a lane have been read for certain
   */
  public OpenBatchRoute(Function<Lane, RoutedLane> lanes, ToLongFunction<Lane> readTo) {
    this.lanes = lanes;
    this.readTo = readTo;
  }

  /** Adds the route. */
  public void addTo(JavalinConfig config) {
    config.routes.get(BatchRoutes.BATCH + "/open", this::open);
  }

  private void open(Context ctx) {
    BatchId id = Parameters.batch(ctx);
    // Asked first: the lanes have read as much, and perhaps more.
    long offset = readTo.applyAsLong(new Lane(Parameters.workspace(ctx), 0));
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    Optional<BatchSummary> found = new Batches(read).find(id);
    List<BatchView> views = new ArrayList<>();
    read.forEach(lane -> lane.batch(id).map(LaneBatch::view).ifPresent(views::add));
    if (read.stream().anyMatch(RoutedLane::stale)) {
      throw BatchRoutes.moving();
    }
    BatchSummary batch = found.orElseThrow(() -> Parameters.unknownBatch(id.value()));
    if (batch.opened().single() || batch.keptOpen() == null) {
      throw conflict(
          id,
          "This batch was started without keepOpen, so no rows can be added to it. Start another"
              + " one.",
          "NOT_KEPT_OPEN");
    }
    if (!batch.sealed()) {
      if (batch.complete()) {
        throw conflict(id, "This batch has ended; nothing of it will be dialed.", "BATCH_ENDED");
      }
      throw conflict(
          id,
          "The rows that this batch was started with are still being written. Send it again in a"
              + " moment.",
          "ROWS_IN_PROGRESS");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("batch", id.value());
    body.put("extent", JSON.valueToTree(extent(views)));
    body.put("reading", JSON.valueToTree(views.getFirst().opened().reading()));
    body.put("status", Parameters.word(batch.status()));
    body.put("ended", batch.complete() || batch.status() == BatchStatus.CANCELLED);
    body.put("readTo", offset);
    ctx.status(200).contentType("application/json");
    Streamed.to(ctx, out -> JSON.writeValue(out, body));
  }

  /** The first lane says all: it is the one that ingest reads on. */
  private static BatchExtent extent(List<BatchView> views) {
    return views.getFirst().extent().whole();
  }

  private static ApiError conflict(BatchId id, String sentence, String code) {
    return new ApiError(409, "Conflict", sentence, code, Map.of("id", id.value()));
  }
}
