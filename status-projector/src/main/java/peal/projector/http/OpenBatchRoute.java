package peal.projector.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import peal.domain.BatchId;
import peal.domain.Lane;
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
 * ingest reads itself. Both are of one store, so an answer that is old leaves ingest more to read.
 */
public final class OpenBatchRoute {
  private static final JsonMapper JSON = DomainJson.newMapper();

  private final Function<Lane, RoutedLane> lanes;

  /** Answers from {@code lanes}, which makes a reader for one request. */
  public OpenBatchRoute(Function<Lane, RoutedLane> lanes) {
    this.lanes = lanes;
  }

  /** Adds the route. */
  public void addTo(JavalinConfig config) {
    config.routes.get(BatchRoutes.BATCH + "/open", this::open);
  }

  private void open(Context ctx) {
    BatchId id = Parameters.batch(ctx);
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    Map<Integer, LaneBatch> parts = new Batches(read).parts(id);
    if (read.stream().anyMatch(RoutedLane::stale)) {
      throw BatchRoutes.moving();
    }
    BatchSummary batch =
        BatchSummary.of(id, parts, read.size())
            .orElseThrow(() -> Parameters.unknownBatch(id.value()));
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
      ctx.header("Retry-After", "1");
      throw conflict(
          id,
          "The rows that this batch was started with are still being written. Send it again in a"
              + " moment.",
          "ROWS_IN_PROGRESS");
    }
    // It says all: it is the one that ingest reads on.
    LaneBatch first = parts.get(0);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("batch", id.value());
    body.put("extent", JSON.valueToTree(first.view().extent().whole()));
    body.put("reading", JSON.valueToTree(first.view().opened().reading()));
    body.put("status", Parameters.word(batch.status()));
    body.put("ended", batch.complete() || batch.status() == BatchStatus.CANCELLED);
    body.put("readTo", first.readTo());
    ctx.status(200).contentType("application/json");
    Streamed.to(ctx, out -> JSON.writeValue(out, body));
  }

  private static ApiError conflict(BatchId id, String sentence, String code) {
    return new ApiError(409, "Conflict", sentence, code, Map.of("id", id.value()));
  }
}
