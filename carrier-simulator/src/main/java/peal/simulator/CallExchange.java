package peal.simulator;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.Ids;
import peal.service.http.ApiError;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;

/** One request for a call, a lookup or a hang-up, and its answer. Used by one thread at a time. */
final class CallExchange {
  private static final Logger LOG = LoggerFactory.getLogger(CallExchange.class);

  /** Longer than callers keep an idle connection, so that none sends into a closing one. */
  private static final long IDLE_MILLIS = 120_000;

  /** What answers a request. */
  interface Work {
    void run() throws IOException;
  }

  private final Request request;
  private final Response response;
  private final String requestId;
  private final Tracing.Step step;
  private Callback callback;

  /** {@code name} is what the request asks for, as it is told to whoever traces it. */
  CallExchange(String name, Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    Origin given =
        new Origin(
            request.getHeaders().get(Origin.REQUEST_ID),
            request.getHeaders().get(Origin.TRACE_PARENT));
    this.requestId = given.requestId() == null ? Ids.ulid().next() : given.requestId();
    this.step = Tracing.ofProcess().answering(name, new Origin(requestId, given.traceParent()));
  }

  Request request() {
    return request;
  }

  /** Does {@code last} when the answer has been written, or cannot be. */
  void atEnd(Runnable last) {
    callback = Callback.from(callback, last);
  }

  void answer(Work work) {
    try {
      work.run();
    } catch (ApiError e) {
      refuse(e);
    } catch (IOException e) {
      // The body did not come in; there may be nobody left to tell.
      refuse(new ApiError(408, "Too slow", "The body did not come in whole.", "BODY_LATE"));
    } catch (RuntimeException e) {
      LOG.error("{} failed.", request.getMethod(), e);
      refuse(new ApiError(500, "Internal error", "Something went wrong here.", "INTERNAL"));
    }
  }

  void show(Optional<CallView> call) {
    if (call.isPresent()) {
      send(200, CallMessages.bytes(call.get()));
    } else {
      refuse(new ApiError(404, "Unknown", "No such attempt ever rang.", "NOT_FOUND"));
    }
  }

  void send(int status, byte[] body) {
    finish(status);
    Replies.send(response, status, body, requestId, callback);
  }

  void refuse(ApiError error) {
    finish(error.status());
    Replies.send(response, error, requestId, callback);
  }

  void notNow(int status, long seconds) {
    finish(status);
    Replies.notNow(response, status, seconds, requestId, callback);
  }

  /** Closes the connection, so that the answer never arrives. */
  void cut() {
    finish(0);
    endPoint().close();
    callback.failed(new EofException("the answer is lost on purpose"));
  }

  /** Leaves the connection open while nothing is said for two minutes. */
  void keepConnection() {
    EndPoint endPoint = endPoint();
    if (endPoint.getIdleTimeout() != IDLE_MILLIS) {
      endPoint.setIdleTimeout(IDLE_MILLIS);
    }
  }

  private EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  private void finish(int status) {
    step.tell("http.response.status_code", Integer.toString(status));
    if (status >= 500) {
      step.failed();
    }
    step.close();
  }
}
