package peal.service.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.Ids;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;
import peal.topics.DomainJson;

/**
 * A service's HTTP side: virtual threads, JSON, {@code X-Request-Id} on every answer, errors in one
 * shape, {@code /health/live}, {@code /health/ready} and {@code /metrics}.
 */
public final class HttpServer implements AutoCloseable {
  /** The header that names a request from the gateway to the last service. */
  public static final String REQUEST_ID = Origin.REQUEST_ID;

  private static final Set<String> OF_OPERATORS =
      Set.of("/health/live", "/health/ready", "/metrics");

  private static final String STEP = "peal.step";
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private static final Duration FINISH = Duration.ofSeconds(5);

  /** How long a request's line and headers may take to come in, and a direct route's body. */
  private static final Duration HEAD = Duration.ofSeconds(10);

  private final Javalin javalin;
  private final URI address;

  private HttpServer(Javalin javalin, URI address) {
    this.javalin = javalin;
    this.address = address;
  }

  /**
   * What a service's health endpoints answer.
   *
   * @param live false only when the process should be restarted
   * @param ready whether it can do its work now
   * @param details what else a person should know; shown with either, and changes neither
   */
  public record Health(
      BooleanSupplier live, BooleanSupplier ready, Supplier<Map<String, ?>> details) {
    /** Without details. */
    public Health(BooleanSupplier live, BooleanSupplier ready) {
      this(live, ready, Map::of);
    }
  }

  /** As the other method; requests under way have five seconds to finish on {@link #close}. */
  public static HttpServer start(
      String host,
      int port,
      Health health,
      PrometheusMeterRegistry metrics,
      Consumer<JavalinConfig> routes) {
    return start(host, port, FINISH, health, metrics, routes);
  }

  /**
   * Starts listening. A connection on which a request's headers take more than ten seconds to come
   * in is closed.
   *
   * @param host interface to bind
   * @param port port to bind; 0 for a free one
   * @param finish how long requests under way may take when this is closed
   * @param routes adds the service's own routes and settings
   * @throws IllegalStateException when the port is taken, or the interface is none of this machine
   */
  public static HttpServer start(
      String host,
      int port,
      Duration finish,
      Health health,
      PrometheusMeterRegistry metrics,
      Consumer<JavalinConfig> routes) {
    return start(host, port, finish, HEAD, health, metrics, List.of(), routes);
  }

  /** As the other methods, with {@code direct} routes beside the service's own. */
  public static HttpServer start(
      String host,
      int port,
      Health health,
      PrometheusMeterRegistry metrics,
      List<DirectRoute> direct,
      Consumer<JavalinConfig> routes) {
    return start(host, port, FINISH, HEAD, health, metrics, direct, routes);
  }

  static HttpServer start(
      String host,
      int port,
      Duration finish,
      Duration head,
      Health health,
      PrometheusMeterRegistry metrics,
      List<DirectRoute> direct,
      Consumer<JavalinConfig> routes) {
    ObjectMapper json = DomainJson.newMapper();
    Javalin javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.concurrency.useVirtualThreads = true;
          config.jsonMapper(new JavalinJackson(json, true));
          config.http.maxRequestSize = 1_000_000L;
          // Jetty keeps up to 98 KB of header fields for each connection, to save a few
          // allocations.
          config.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheSize(0));
          config.jetty.modifyServer(server -> {
            Finishing finishing = new Finishing(json);
            finishing.setHandler(new DirectRoutes(direct, json, head));
            server.setHandler(new ReadingRate(new UnreadBodies(finishing), metrics));
            server.addBean(new HeadTime(server, head));
            server.setStopTimeout(finish.toMillis());
          });
          config.routes.before(HttpServer::identify);
          SecurityHeaders.addTo(config);
          config.routes.after(HttpServer::leave);
          config.routes.get("/health/live", ctx -> health(ctx, health.live(), health));
          config.routes.get("/health/ready", ctx -> health(ctx, health.ready(), health));
          new Scrapes(metrics).addTo(config);
          config.routes.exception(ApiError.class, HttpServer::refuse);
          config.routes.exception(Exception.class, HttpServer::fault);
          config.routes.error(404, HttpServer::noRoute);
          routes.accept(config);
        });
    try {
      javalin.start(host, port);
    } catch (JavalinBindException e) {
      throw new IllegalStateException(
          "nothing can listen at %s:%d (%s): set another PEAL_PORT (--port of 'up') or PEAL_HOST"
              .formatted(host, port, reason(e)));
    }
    return new HttpServer(javalin, URI.create("http://" + host + ":" + javalin.port()));
  }

  private static String reason(Throwable e) {
    return e.getCause() == null ? e.getMessage() : reason(e.getCause());
  }

  /** The address it listens at, or did before it was closed. */
  public URI address() {
    return address;
  }

  /** Every route, such as {@code GET /health/live}. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .toList();
  }

  /** The name that a client gave its request, or a new one. */
  static String idOf(Origin given) {
    return given.requestId() == null ? Ids.ulid().next() : given.requestId();
  }

  private static void identify(Context ctx) {
    Origin given = new Origin(ctx.header(REQUEST_ID), ctx.header(Origin.TRACE_PARENT));
    String id = idOf(given);
    ctx.attribute(REQUEST_ID, id);
    ctx.header(REQUEST_ID, id);
    Origin origin = new Origin(id, given.traceParent());
    if (!OF_OPERATORS.contains(ctx.path())) {
      Tracing.Step step = Tracing.ofProcess().answering(ctx.method().name(), origin);
      ctx.attribute(STEP, step);
      origin = step.origin();
    }
    origin.enter();
  }

  private static void leave(Context ctx) {
    Tracing.Step step = ctx.attribute(STEP);
    if (step != null) {
      Endpoint matched = ctx.endpoints().matchedHttpEndpoint();
      if (matched != null) {
        step.was(ctx.method() + " " + matched.path);
      }
      step.tell("http.response.status_code", Integer.toString(ctx.statusCode()));
      if (ctx.statusCode() >= 500) {
        step.failed();
      }
      step.close();
    }
    Origin.leave();
  }

  private static void health(Context ctx, BooleanSupplier state, Health health) {
    boolean well = state.getAsBoolean();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", well ? "up" : "down");
    Map<String, ?> details = health.details().get();
    if (!details.isEmpty()) {
      body.put("details", details);
    }
    ctx.status(well ? 200 : 503).json(body);
  }

  private static void refuse(ApiError e, Context ctx) {
    ctx.status(e.status()).json(e.body());
    if (e.status() == 503) {
      ctx.header("Retry-After", "2");
    }
  }

  private static void fault(Exception e, Context ctx) {
    if (e instanceof HttpResponseException known) {
      ApiError error =
          new ApiError(known.getStatus(), "Request refused", known.getMessage(), "BAD_REQUEST");
      ctx.status(known.getStatus()).json(error.body());
      return;
    }
    LOG.error("{} {} failed.", ctx.method(), ctx.path(), e);
    ctx.status(500).json(internal(ctx.attribute(REQUEST_ID)));
  }

  /** What a client is told of a fault here. */
  static Map<String, Object> internal(String requestId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", "Internal error");
    body.put(
        "message",
        "Something went wrong here. Look whether it was done before you try again; name the"
            + " requestId if it stays.");
    body.put("code", "INTERNAL");
    body.put("requestId", requestId);
    return body;
  }

  private static void noRoute(Context ctx) {
    String result = ctx.result();
    boolean empty = result == null || result.isEmpty() || result.equals("Not Found");
    if (empty && !Streamed.has(ctx)) {
      ctx.json(new ApiError(404, "Not found", "There is no such path here.", "NOT_FOUND").body());
    }
  }

  /**
   * Takes no connection any more, refuses further requests on those that are open with 503 and
   * {@code Retry-After}, and ends when the requests under way have been answered, or their time is
   * over. Idempotent.
   */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      LOG.warn("Some requests were not finished in time and are broken off.");
    }
  }
}
