package peal.service.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;

/** Serves {@link DirectRoute}s and passes everything else on. */
final class DirectRoutes extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(DirectRoutes.class);
  private static final Map<String, String> HEADERS = SecurityHeaders.ofData();

  /** Bodies that are read or worked on, all routes together. */
  private final Semaphore kilobytes;

  private final List<DirectRoute> routes;
  private final ObjectMapper json;
  private final Duration bodyWithin;

  /**
   * Routes whose bodies take at most an eighth of the heap.
   *
   * @param bodyWithin how long a body may take to come in; who is slower is cut off
   */
  DirectRoutes(List<DirectRoute> routes, ObjectMapper json, Duration bodyWithin) {
    this(routes, json, bodyWithin, Runtime.getRuntime().maxMemory() / 8 / 1024);
  }

  /** As the other, with room for {@code kilobytes} of bodies. */
  DirectRoutes(List<DirectRoute> routes, ObjectMapper json, Duration bodyWithin, long kilobytes) {
    this.kilobytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, kilobytes));
    this.routes = List.copyOf(routes);
    this.json = json;
    this.bodyWithin = bodyWithin;
  }

  /** Its work blocks, whatever is wrapped; else it would hold up the thread of many connections. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    for (DirectRoute route : routes) {
      if (route.path().equals(path) && route.method().equals(request.getMethod())) {
        serve(route, request, response, callback);
        return true;
      }
    }
    return super.handle(request, response, callback);
  }

  private void serve(DirectRoute route, Request request, Response response, Callback callback) {
    Origin given =
        new Origin(
            request.getHeaders().get(Origin.REQUEST_ID),
            request.getHeaders().get(Origin.TRACE_PARENT));
    String id = HttpServer.idOf(given);
    response.getHeaders().put(Origin.REQUEST_ID, id);
    HEADERS.forEach(response.getHeaders()::put);
    Tracing.Step step =
        Tracing.ofProcess().answering(route.method(), new Origin(id, given.traceParent()));
    step.was(route.method() + " " + route.path());
    try (Origin.Entered entered = step.origin().enter()) {
      work(route, request);
      answer(response, callback, step, 204, null);
    } catch (ApiError refusal) {
      if (refusal.status() == 503) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "2");
      }
      answer(response, callback, step, refusal.status(), refusal.body());
    } catch (IOException broken) {
      // Whoever sent it is gone, or too slow; nobody reads an answer.
      LOG.debug("{} {} broke off.", route.method(), route.path(), broken);
      callback.failed(broken);
    } catch (RuntimeException fault) {
      LOG.error("{} {} failed.", route.method(), route.path(), fault);
      answer(response, callback, step, 500, HttpServer.internal(id));
    } finally {
      step.close();
    }
  }

  /** Gives its room back before anything is answered: who has the answer may send the next. */
  private void work(DirectRoute route, Request request) throws IOException {
    Room room = new Room();
    try {
      room.take(1);
      String query = request.getHttpURI().getQuery();
      route
          .work()
          .take(query == null ? "" : query, body(route, request, room), request.getHeaders()::get);
    } finally {
      room.giveBack();
    }
  }

  /** What a body takes: as much as of it has come in, for who says much may send little. */
  private final class Room {
    private int bytes;
    private int taken;

    void take(int more) {
      bytes += more;
      int wanted = Math.ceilDiv(bytes, 1024) - taken;
      if (!kilobytes.tryAcquire(wanted)) {
        throw new ApiError(
            503, "Busy", "Too much is being read here. Send this one again.", "TOO_MANY_CALLBACKS");
      }
      taken += wanted;
    }

    void giveBack() {
      kilobytes.release(taken);
    }
  }

  private byte[] body(DirectRoute route, Request request, Room room) throws IOException {
    if (request.getLength() > route.largestBody()) {
      throw tooLarge(route);
    }
    byte[] body = RequestBody.read(request, route.largestBody(), bodyWithin, room::take);
    if (body.length > route.largestBody()) {
      throw tooLarge(route);
    }
    return body;
  }

  private static ApiError tooLarge(DirectRoute route) {
    return new ApiError(
        413,
        "Too large",
        "The body may have at most %,d bytes.".formatted(route.largestBody()),
        "TOO_LARGE");
  }

  private void answer(
      Response response, Callback callback, Tracing.Step step, int status, Map<String, ?> body) {
    step.tell("http.response.status_code", Integer.toString(status));
    if (status >= 500) {
      step.failed();
    }
    response.setStatus(status);
    if (body == null) {
      callback.succeeded();
      return;
    }
    try {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(body)), callback);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text always becomes JSON", e);
    }
  }
}
