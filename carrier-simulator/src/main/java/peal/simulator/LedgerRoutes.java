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
import java.util.Optional;
import peal.service.http.ApiError;
import peal.service.http.Streamed;
import peal.topics.DomainJson;

/** The ledger to read: every ring as CSV or JSON, streamed, and figures over all of it. */
final class LedgerRoutes {
  private final Ledger ledger;
  private final JsonMapper json = DomainJson.newMapper();

  LedgerRoutes(Ledger ledger) {
    this.ledger = ledger;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/ledger", this::ledger);
    routes.get("/ledger/summary", ctx -> ctx.json(ledger.summary()));
  }

  private void ledger(Context ctx) {
    long from = number(ctx, "from", 0);
    long end = Math.min(ledger.size(), from + number(ctx, "limit", Integer.MAX_VALUE));
    String accept = ctx.header("Accept");
    boolean csv =
        ctx.queryParam("format") != null
            ? "csv".equals(ctx.queryParam("format"))
            : accept != null && accept.contains("text/csv");
    ctx.contentType(csv ? "text/csv; charset=utf-8" : "application/json");
    Streamed.to(
        ctx,
        body -> {
          Writer out = new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
          if (csv) {
            out.write("attemptId,number,time,count\r\n");
            ledger.read(from, end, ring -> out.append(ring.csv()).append("\r\n"));
          } else {
            writeJson(from, end, out);
          }
          out.flush();
        });
  }

  /** Not closed: that would write the end that an array lacks which broke off. */
  private void writeJson(long from, long end, Writer out) throws IOException {
    JsonGenerator array = json.createGenerator(out);
    array.writeStartArray();
    ledger.read(
        from,
        end,
        ring -> {
          array.writeStartObject();
          array.writeStringField("attemptId", ring.attemptId());
          array.writeStringField("number", ring.number());
          array.writeNumberField("time", new BigDecimal(ring.millis()));
          array.writeNumberField("count", ring.count());
          Optional<AttemptState> state = ledger.stateOf(ring.attemptId());
          if (state.isPresent()) {
            array.writeNumberField("requests", state.get().requests());
          }
          if (state.isPresent() && !state.get().open()) {
            array.writeStringField("outcome", Call.word(state.get().outcome()));
            array.writeNumberField("endedAt", state.get().at());
          }
          array.writeEndObject();
        });
    array.writeEndArray();
    array.flush();
  }

  private static long number(Context ctx, String name, long otherwise) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,15}")) {
      throw new ApiError(400, "Bad " + name, name + " must be a number from 0.", "PARAMETER");
    }
    return Long.parseLong(text);
  }
}
