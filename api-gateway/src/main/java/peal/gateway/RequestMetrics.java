package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/** Counts and times requests by route pattern, method and class of status. */
record RequestMetrics(MeterRegistry metrics) {
  private static final Set<String> OPERATORS = Set.of("/health/live", "/health/ready", "/metrics");

  void addTo(JavalinConfig config) {
    config.requestLogger.http((ctx, millis) -> record(ctx, millis));
  }

  private void record(Context ctx, float millis) {
    Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
    if (matched != null && OPERATORS.contains(matched.path)) {
      // A gateway that says that it is not ready is no error of the API.
      return;
    }
    // Never the path itself: it has ids, and anyone could fill the registry with it.
    Timer.builder("peal.gateway.requests")
        .description("Requests answered, by route, method and class of status")
        .tag("route", matched == null ? "none" : matched.path)
        .tag("method", matched == null ? "any" : matched.method.name())
        .tag("status", ctx.statusCode() / 100 + "xx")
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10))
        .register(metrics)
        .record(Duration.ofNanos((long) (millis * 1_000_000)));
  }
}
