package peal.projector.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Lane;
import peal.projector.query.Batches;
import peal.projector.query.EveryCall;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;
import peal.service.http.Streamed;
import peal.topics.DomainJson;

/**
 * A batch's results as one file, {@code results.csv} or {@code results.jsonl}, written while it is
 * read: memory does not grow with the batch. What can be refused is refused before the first byte;
 * if a lane goes away later the connection breaks, so that nobody takes a part for the whole.
 */
public final class ResultRoutes {
  /** Rows that are looked at for columns of a batch that does not know them. */
  private static final int FIRST = 1_000;

  private static final ObjectMapper JSON = DomainJson.newMapper();

  private final Function<Lane, RoutedLane> lanes;
  private final HeldAnswers held;

  /** Answers from {@code lanes}, which makes a reader for one request; as many as are held. */
  public ResultRoutes(Function<Lane, RoutedLane> lanes, HeldAnswers held) {
    this.lanes = lanes;
    this.held = held;
  }

  /** Adds the routes. */
  public void addTo(JavalinConfig config) {
    config.routes.get(
        BatchRoutes.BATCH + "/results.csv", ctx -> hold(ctx, "csv", "text/csv; charset=utf-8"));
    config.routes.get(
        BatchRoutes.BATCH + "/results.jsonl",
        ctx -> hold(ctx, "jsonl", "application/x-ndjson; charset=utf-8"));
  }

  private interface Form {
    void write(EveryCall calls, Writer out) throws IOException;
  }

  private void hold(Context ctx, String ending, String type) {
    try (ByteBudget.Held room = held.take(Parameters.workspace(ctx), EveryCall.PIECE_BYTES)) {
      answer(ctx, ending, type);
    }
  }

  private void answer(Context ctx, String ending, String type) {
    BatchId id = Parameters.batch(ctx);
    var filter = Parameters.status(ctx, CallStatus.class);
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    Batches batches = new Batches(read);
    var calls = batches.everyCall(id, filter);
    boolean stale = read.stream().anyMatch(RoutedLane::stale);
    if (calls.isEmpty()) {
      throw stale ? BatchRoutes.moving() : Parameters.unknownBatch(id.value());
    }
    if (stale || calls.get().behind()) {
      ctx.header(BatchRoutes.STALE, "true");
    }
    List<String> known = calls.get().columns();
    Form form =
        switch (ending) {
          case "csv" -> csv(known.isEmpty() ? batches.columnsOfRows(id, filter, FIRST) : known);
          default -> ResultRoutes::jsonl;
        };
    ctx.contentType(type);
    ctx.header("Content-Disposition", "attachment; filename=\"" + id + "-results." + ending + "\"");
    Streamed.to(ctx, out -> write(calls.get(), form, out));
  }

  private static void write(EveryCall calls, Form form, OutputStream out) throws IOException {
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    form.write(calls, text);
    text.flush();
  }

  private static void jsonl(EveryCall calls, Writer out) throws IOException {
    while (calls.hasNext()) {
      out.write(JSON.writeValueAsString(CallAnswers.line(calls.next(), calls.redialOf())));
      out.write('\n');
    }
  }

  private static Form csv(List<String> names) {
    return (calls, out) -> {
      ResultColumns columns = new ResultColumns(names, calls.redialOf());
      CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
      printer.printRecord(columns.titles());
      while (calls.hasNext()) {
        printer.printRecord(columns.cells(calls.next()));
      }
    };
  }
}
