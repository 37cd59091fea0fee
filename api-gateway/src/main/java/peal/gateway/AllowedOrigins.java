package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.InternalRouter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers {@code OPTIONS}, without a key: which methods a path has, and to a browser whether a page
 * of another origin may use them. Only pages of origins that the operator names may; everybody
 * else's browser keeps the answers from the page.
 */
final class AllowedOrigins {
  private static final List<HandlerType> METHODS =
      List.of(
          HandlerType.GET,
          HandlerType.POST,
          HandlerType.PUT,
          HandlerType.PATCH,
          HandlerType.DELETE);

  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, traceparent, x-api-key,"
          + " X-Request-Id, x-workspace-id";

  private static final String ANSWER_HEADERS =
      "Content-Disposition, Idempotency-Replayed, Retry-After, X-Peal-Stale, X-RateLimit-Limit,"
          + " X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id";

  private static final String REMEMBERED_SECONDS = "600";

  private final Set<String> origins;

  /** {@code origins}: scheme, host and port in lower case, such as https://crm.example.com. */
  AllowedOrigins(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Before anything that asks for a key: a browser sends none with its question. */
  void addTo(JavalinConfig config) {
    config.routes.before(ctx -> handle(ctx, config.unsafe.internalRouter));
  }

  private void handle(Context ctx, InternalRouter router) {
    boolean allowed = allows(ctx);
    if (allowed) {
      ctx.header("Access-Control-Allow-Origin", ctx.header("Origin"));
      ctx.header("Access-Control-Expose-Headers", ANSWER_HEADERS);
    }
    if (!origins.isEmpty()) {
      ctx.header("Vary", "Origin");
    }
    if (ctx.method() == HandlerType.OPTIONS) {
      answer(ctx, methods(router, ctx.path()), allowed);
    }
  }

  private boolean allows(Context ctx) {
    String origin = ctx.header("Origin");
    return origin != null && origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static void answer(Context ctx, String methods, boolean allowed) {
    if (methods.isEmpty()) {
      throw new NotFoundResponse();
    }
    ctx.header("Allow", methods);
    if (allowed) {
      ctx.header("Access-Control-Allow-Methods", methods);
      ctx.header("Access-Control-Allow-Headers", REQUEST_HEADERS);
      ctx.header("Access-Control-Max-Age", REMEMBERED_SECONDS);
    }
    ctx.status(204);
    ctx.skipRemainingHandlers();
  }

  private static String methods(InternalRouter router, String path) {
    String own =
        METHODS.stream()
            .filter(method -> router.hasHttpHandlerEntry(method, path))
            .map(HandlerType::name)
            .collect(Collectors.joining(", "));
    return own.isEmpty() ? own : own + ", OPTIONS";
  }
}
