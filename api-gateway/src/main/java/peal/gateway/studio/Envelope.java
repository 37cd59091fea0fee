package peal.gateway.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import peal.gateway.json.Page;
import peal.topics.DomainJson;

/** How the agents family wraps what it says. */
public final class Envelope {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private Envelope() {}

  static Map<String, Object> of(Object data) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", true);
    body.put("data", data);
    return body;
  }

  static <T> Map<String, Object> page(Page page, List<T> all, Function<T, ?> view) {
    long from = (page.number() - 1L) * page.limit();
    Map<String, Object> body = of(all.stream().skip(from).limit(page.limit()).map(view).toList());
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("page", page.number());
    pagination.put("total", all.size());
    pagination.put("hasNext", from + page.limit() < all.size());
    body.put("pagination", pagination);
    return body;
  }

  /**
   * Puts a refusal, which the rest of the gateway writes in the batch family's shape, into this
   * family's. To be run after everything else.
   */
  public static void reshape(Context ctx) throws IOException {
    if (ctx.statusCode() < 400) {
      return;
    }
    JsonNode refusal = JSON.readTree(ctx.result() == null ? "" : ctx.result());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", false);
    if (refusal.path("error").isObject()) {
      refusal = refusal.path("error");
    }
    body.put("error", text(refusal, "message", "error", "The request was refused."));
    body.put("code", text(refusal, "code", "code", "REFUSED").toUpperCase(Locale.ROOT));
    for (String more : List.of("field", "id", "requestId")) {
      if (refusal.hasNonNull(more)) {
        body.put(more, refusal.get(more).asText());
      }
    }
    ctx.json(body);
  }

  private static String text(JsonNode refusal, String name, String other, String otherwise) {
    return refusal.path(name).asText(refusal.path(other).asText(otherwise));
  }
}
