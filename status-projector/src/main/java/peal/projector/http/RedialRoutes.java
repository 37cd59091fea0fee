package peal.projector.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.projector.query.BatchStatus;
import peal.projector.query.BatchSummary;
import peal.projector.query.Batches;
import peal.projector.query.EveryCall;
import peal.projector.query.LaneCall;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;
import peal.service.Ids;
import peal.service.http.ApiError;
import peal.service.http.Streamed;
import peal.topics.DomainJson;

/**
 * What a batch that has ended is dialed again by: its terms, and those of its rows that are wanted
 * as a file, which has the form of {@code results.csv} and is written while it is read. How a call
 * ended never changes once its batch has, so whoever asks twice is told the same.
 */
public final class RedialRoutes {
  /** Rows that are looked at for columns of a batch that does not know them. */
  private static final int FIRST = 1_000;

  private static final JsonMapper JSON = DomainJson.newMapper();

  private final Function<Lane, RoutedLane> lanes;
  private final HeldAnswers held;
  private final Duration kept;
  private final InstantSource clock;

  /**
   * Answers from {@code lanes}, which makes a reader for one request; as many as are held.
   *
   * @param kept how long a batch is kept after its end
   */
  public RedialRoutes(
      Function<Lane, RoutedLane> lanes, HeldAnswers held, Duration kept, InstantSource clock) {
    this.lanes = lanes;
    this.held = held;
    this.kept = kept;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void addTo(JavalinConfig config) {
    config.routes.get(BatchRoutes.BATCH + "/redial", this::terms);
    config.routes.get(BatchRoutes.BATCH + "/redial.csv", this::rows);
  }

  private void terms(Context ctx) {
    OutcomeChoice.of(ctx);
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    BatchSummary batch = ended(ctx, read, new Batches(read));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("of", batch.id().value());
    body.put("agentId", batch.opened().agentId());
    body.put("name", batch.opened().name());
    body.put("plan", JSON.valueToTree(batch.plan().newest().plan()));
    body.put("hours", JSON.valueToTree(batch.opened().hours()));
    ctx.status(200).contentType("application/json");
    Streamed.to(ctx, out -> JSON.writeValue(out, body));
  }

  private void rows(Context ctx) {
    OutcomeChoice choice = OutcomeChoice.of(ctx);
    try (ByteBudget.Held room = held.take(Parameters.workspace(ctx), EveryCall.PIECE_BYTES)) {
      List<RoutedLane> read = Parameters.lanes(ctx, lanes);
      Batches batches = new Batches(read);
      BatchId id = ended(ctx, read, batches).id();
      Optional<EveryCall> calls = batches.everyCall(id, choice.statuses());
      if (calls.isEmpty() || calls.get().behind() || stale(read)) {
        throw BatchRoutes.moving();
      }
      List<String> known = calls.get().columns();
      List<String> names =
          known.isEmpty() ? batches.columnsOfRows(id, Optional.empty(), FIRST) : known;
      ctx.status(200).contentType("text/csv; charset=utf-8");
      Streamed.to(
          ctx,
          out -> {
            write(ctx, calls.get(), choice, new ResultColumns(names, Optional.empty()), out);
            // What is forgotten meanwhile goes lane by lane, and a copy that has taken over a lane
            // may be behind: the reader must not take a part for the whole.
            if (batches.find(id).filter(BatchSummary::complete).isEmpty() || stale(read)) {
              throw new IOException(id + " was forgotten, or a lane moved, while it was read");
            }
          });
    }
  }

  private static void write(
      Context ctx, EveryCall calls, OutcomeChoice choice, ResultColumns columns, OutputStream to)
      throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
    printer.printRecord(columns.titles());
    // The first row that is wanted may be far behind, and the gateway waits two seconds for a sign.
    // The stream by itself hands no flush on.
    out.flush();
    ctx.res().flushBuffer();
    while (calls.hasNext()) {
      LaneCall call = calls.next();
      if (choice.takes(call.view())) {
        printer.printRecord(columns.again(call));
      }
    }
    out.flush();
  }

  /** A batch of which nothing will be dialed any more; a copy that may be behind cannot tell. */
  private BatchSummary ended(Context ctx, List<RoutedLane> read, Batches batches) {
    BatchId id = Parameters.batch(ctx);
    Optional<BatchSummary> found = batches.find(id);
    if (stale(read)) {
      throw BatchRoutes.moving();
    }
    BatchSummary batch = found.orElseThrow(() -> unknown(id));
    if (batch.opened().single()) {
      throw conflict("This is a single call. Start another one instead.", "SINGLE_CALL");
    }
    if (batch.status() == BatchStatus.FAILED) {
      throw conflict(
          "This batch was never prepared, and nobody was dialed. Send its file again instead.",
          "BATCH_FAILED");
    }
    if (batch.status() == BatchStatus.CANCELLED && !batch.sealed()) {
      throw conflict(
          "This batch was cancelled before all its rows were there. Send its file again instead.",
          "BATCH_FAILED");
    }
    if (!batch.complete()) {
      throw conflict(
          "This batch has not ended. Wait until it is complete, or cancel it first.",
          "BATCH_NOT_ENDED");
    }
    return batch;
  }

  private static boolean stale(List<RoutedLane> read) {
    return read.stream().anyMatch(RoutedLane::stale);
  }

  private ApiError unknown(BatchId id) {
    Optional<Instant> made = Ids.madeAt(id.token());
    if (made.isEmpty() || made.get().isAfter(clock.instant().minus(kept))) {
      return Parameters.unknownBatch(id.value());
    }
    return new ApiError(
        410,
        "Batch is gone",
        "There is no batch with this id any more: %.1f days after its end its rows are forgotten. Send the file again."
            .formatted(kept.toMillis() / (double) Duration.ofDays(1).toMillis()),
        "BATCH_FORGOTTEN",
        Map.of("id", id.value()));
  }

  private static ApiError conflict(String sentence, String code) {
    return new ApiError(409, "Conflict", sentence, code);
  }
}
