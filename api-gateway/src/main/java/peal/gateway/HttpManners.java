package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import peal.gateway.access.TooManyRequests;
import peal.service.Ids;
import peal.service.http.ApiError;

/** How the gateway answers what no route asked for, in the contract's error shape. */
final class HttpManners {
  private HttpManners() {}

  static void addTo(JavalinConfig config, AllowedOrigins origins) {
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(server -> server.setErrorHandler(new MalformedRequests(Ids.ulid())));
    origins.addTo(config);
    config.routes.before("/v1/*", HttpManners::refuseHead);
    config.routes.before("/api/*", HttpManners::refuseHead);
    config.routes.exception(NotFoundResponse.class, (e, ctx) -> answer(ctx, noPath()));
    config.routes.exception(TooManyRequests.class, TooManyRequests::answer);
    config.routes.exception(PlacesTaken.class, PlacesTaken::answer);
    config.routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> answer(ctx, noMethod()));
  }

  /** Else a HEAD would be answered 200 for any id, without asking anyone. */
  private static void refuseHead(Context ctx) {
    if (ctx.method() == HandlerType.HEAD) {
      throw noMethod();
    }
  }

  private static ApiError noPath() {
    return new ApiError(404, "Not found", "There is no such path here.", "NOT_FOUND");
  }

  private static ApiError noMethod() {
    return new ApiError(
        405, "Method not allowed", "This path has no such method.", "METHOD_NOT_ALLOWED");
  }

  private static void answer(Context ctx, ApiError error) {
    ctx.status(error.status()).json(error.body());
  }
}
