package peal.service.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import peal.service.ByteBudget;

/**
 * {@code /metrics}. Nobody needs a key to ask for figures, so those that are made and not read take
 * little of the heap, and those of one address a quarter of that.
 */
record Scrapes(PrometheusMeterRegistry metrics, ByteBudget room) {
  private static final int SHARE_OF_HEAP = 64;

  Scrapes(PrometheusMeterRegistry metrics) {
    this(metrics, new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
  }

  void addTo(JavalinConfig config) {
    config.routes.get("/metrics", this::scrape);
  }

  private void scrape(Context ctx) {
    String figures = metrics.scrape();
    ByteBudget.Held held =
        room.take(ctx.ip(), figures.length())
            .orElseThrow(() ->
                new ApiError(
                    503,
                    "Busy",
                    "Too many figures were asked for here and not read. Ask again in a moment.",
                    "TOO_MANY_SCRAPES"));
    Answered.thenLetGo(ctx, held);
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(figures);
  }
}
