package peal.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * The ledger to read: every ring as CSV or JSON, streamed page by page, and figures over all of it.
 */
final class LedgerRoutes {
  private static final int PAGE = 1_000;

  private final Ledger ledger;
  private final JsonMapper json = DomainJson.newMapper();

  LedgerRoutes(Ledger ledger) {
    this.ledger = ledger;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/ledger", this::ledger);
    routes.get("/ledger/summary", ctx -> ctx.json(ledger.summary()));
  }

  /** What is asked of each ring while the ledger is written out. */
  private interface RingWriter {
    void write(Ring ring) throws IOException;
  }

  private void ledger(Context ctx) throws IOException {
    int from = number(ctx, "from", 0);
    int end = (int) Math.min(ledger.size(), (long) from + number(ctx, "limit", Integer.MAX_VALUE));
    String accept = ctx.header("Accept");
    boolean csv =
        ctx.queryParam("format") != null
            ? "csv".equals(ctx.queryParam("format"))
            : accept != null && accept.contains("text/csv");
    ctx.contentType(csv ? "text/csv; charset=utf-8" : "application/json");
    try (Writer out =
        new BufferedWriter(new OutputStreamWriter(ctx.outputStream(), StandardCharsets.UTF_8))) {
      if (csv) {
        out.write("attemptId,number,time,count\r\n");
        each(from, end, ring -> out.append(ring.csv()).append("\r\n"));
      } else {
        writeJson(from, end, out);
      }
    }
  }

  private void writeJson(int from, int end, Writer out) throws IOException {
    try (JsonGenerator array = json.createGenerator(out)) {
      array.writeStartArray();
      each(
          from,
          end,
          ring -> {
            array.writeStartObject();
            array.writeStringField("attemptId", ring.attemptId());
            array.writeStringField("number", ring.number());
            array.writeNumberField("time", new BigDecimal(ring.millis()));
            array.writeNumberField("count", ring.count());
            array.writeEndObject();
          });
      array.writeEndArray();
    }
  }

  /** The rings that were there when the request came, in pages, so that ringing goes on. */
  private void each(int from, int end, RingWriter writer) throws IOException {
    for (int start = from; start < end; start += PAGE) {
      List<Ring> page = ledger.page(start, Math.min(PAGE, end - start));
      for (Ring ring : page) {
        writer.write(ring);
      }
    }
  }

  private static int number(Context ctx, String name, int otherwise) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new ApiError(400, "Bad " + name, name + " must be a number from 0.", "PARAMETER");
    }
    return Integer.parseInt(text);
  }
}
