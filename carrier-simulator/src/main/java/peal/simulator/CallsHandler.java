package peal.simulator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.PhoneNumber;
import peal.service.Ids;
import peal.service.http.ApiError;
import peal.service.http.RequestBody;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;

/**
 * The carrier's side of the protocol: placing, asking, hanging up. It stands before the framework
 * that serves everything else, as these are what thousands ask for in a second. A request that
 * finds no room is refused before its body is read; one that is answered late holds no thread
 * meanwhile.
 */
final class CallsHandler extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(CallsHandler.class);
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final String CALLS = "/calls";
  private static final String HANG_UP = "/hangup";
  private static final int SOON_SECONDS = 1;
  private static final int LONGEST_BODY = 1_000_000;
  private static final Duration BODY_WITHIN = Duration.ofSeconds(10);

  /** Lookups and hang-ups, which settle what is open, find room where new calls do not. */
  private static final double OF_NEW_CALLS = 0.75;

  /** Longer than callers keep an idle connection, so that none sends into a closing one. */
  private static final long IDLE_MILLIS = 120_000;

  private final PhoneNetwork network;
  private final InstantSource clock;
  private final Timers timers;
  private final Bound underWay;
  private final Counter refused;

  /**
   * Lets {@code network} be asked.
   *
   * @param underWay room for requests that have not been answered, and for their bodies
   */
  CallsHandler(
      PhoneNetwork network,
      InstantSource clock,
      Timers timers,
      Bound underWay,
      MeterRegistry metrics) {
    this.network = network;
    this.clock = clock;
    this.timers = timers;
    this.underWay = underWay;
    this.refused = NetworkMetrics.refused("requests", metrics);
    Gauge.builder("peal.simulator.requests.in.flight", underWay, Bound::count)
        .description("Requests for calls, lookups and hang-ups that have not been answered")
        .register(metrics);
    Gauge.builder("peal.simulator.requests.in.flight.bytes", underWay, Bound::bytes)
        .description("Bodies of these")
        .register(metrics);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getPath();
    String method = request.getMethod();
    if (path == null || !path.startsWith(CALLS)) {
      return super.handle(request, response, callback);
    }
    if (path.length() == CALLS.length()) {
      return "POST".equals(method)
          ? place(new Exchange("POST /calls", request, response, callback))
          : super.handle(request, response, callback);
    }
    String rest = path.substring(CALLS.length() + 1);
    boolean hangUp = rest.endsWith(HANG_UP) && "POST".equals(method);
    String id = hangUp ? rest.substring(0, rest.length() - HANG_UP.length()) : rest;
    boolean ours = path.charAt(CALLS.length()) == '/' && !id.isEmpty() && id.indexOf('/') < 0;
    if (!ours || !(hangUp || "GET".equals(method))) {
      return super.handle(request, response, callback);
    }
    String name = hangUp ? "POST /calls/{attemptId}/hangup" : "GET /calls/{attemptId}";
    return ask(new Exchange(name, request, response, callback), URIUtil.decodePath(id), hangUp);
  }

  private boolean place(Exchange exchange) {
    long room = RequestBody.room(exchange.request, LONGEST_BODY);
    if (room > LONGEST_BODY) {
      exchange.refuse(tooLong());
      return true;
    }
    if (!underWay.takeWithin(OF_NEW_CALLS, room)) {
      refused.increment();
      // As a carrier does that wants fewer calls: nothing is wrong with it.
      exchange.notNow(429, SOON_SECONDS);
      return true;
    }
    exchange.giveBack(room);
    exchange.answer(() -> place(exchange, exchange.request.getHeaders().get(KEY_HEADER)));
    return true;
  }

  private void place(Exchange exchange, String attemptId) throws IOException {
    exchange.keepConnection();
    if (attemptId == null || !KEY.matcher(attemptId).matches()) {
      throw new ApiError(
          400,
          "No key",
          "The header Idempotency-Key must carry 1-200 printable ASCII characters without blanks.",
          "KEY_MISSING");
    }
    byte[] body = RequestBody.read(exchange.request, LONGEST_BODY, BODY_WITHIN);
    // A phone can ring once its number is known: when the body is in, not the header.
    Instant receivedAt = clock.instant();
    if (body.length > LONGEST_BODY) {
      throw tooLong();
    }
    CallRequest request = request(body);
    if (!PhoneNumber.isValid(request.to())) {
      throw refusal("invalid_number", "'to' is no number in E.164.");
    }
    switch (network.place(attemptId, request, receivedAt)) {
      case Answer.Taken taken -> {
        if (taken.lost()) {
          later(delay(true), exchange::cut);
        } else {
          int status = taken.rang() ? 201 : 200;
          later(delay(true), () -> exchange.send(status, CallMessages.bytes(taken.call())));
        }
      }
      case Answer.Later later -> exchange.notNow(later.status(), later.retryAfter().toSeconds());
      case Answer.Refused refusal -> throw refusal(Call.word(refusal.outcome()), refusal.reason());
      case Answer.Denied denied ->
          throw new ApiError(
              403, "Denied", "Nobody may call from this number here.", "CALLER_DENIED");
      case Answer.Broken broken ->
          throw new ApiError(500, "Internal error", "The carrier broke down.", "INTERNAL");
    }
  }

  private static CallRequest request(byte[] body) {
    try {
      return CallMessages.request(body);
    } catch (CallMessages.Unreadable e) {
      throw new ApiError(400, "Bad body", e.getMessage(), "BODY");
    }
  }

  private static ApiError tooLong() {
    return new ApiError(
        413,
        "Too long",
        "A request for a call has at most " + LONGEST_BODY + " bytes.",
        "TOO_LONG");
  }

  private static ApiError refusal(String outcome, String reason) {
    return new ApiError(422, "Refused", reason, "REFUSED", Map.of("outcome", outcome));
  }

  private boolean ask(Exchange exchange, String attemptId, boolean hangUp) {
    if (network.faults().down()) {
      exchange.notNow(503, SOON_SECONDS);
    } else if (!underWay.take(0)) {
      refused.increment();
      exchange.notNow(503, SOON_SECONDS);
    } else {
      exchange.giveBack(0);
      exchange.answer(() -> {
        Optional<CallView> call = hangUp ? network.hangUp(attemptId) : network.find(attemptId);
        later(delay(false), () -> exchange.show(call));
      });
    }
    return true;
  }

  private Duration delay(boolean post) {
    Faults wrong = network.faults();
    return Duration.ofMillis(wrong.slowAnswerMillis() + (post ? wrong.slowPostMillis() : 0));
  }

  /** A late answer waits as a timer; writing it is no work for the timers' thread. */
  private void later(Duration delay, Runnable answer) {
    if (delay.isZero()) {
      answer.run();
    } else {
      timers.after(delay, () -> Thread.startVirtualThread(answer));
    }
  }

  /** What answers a request. */
  private interface Work {
    void run() throws IOException;
  }

  /** One request and its answer. */
  private final class Exchange {
    private final Request request;
    private final Response response;
    private final String requestId;
    private final Tracing.Step step;
    private Callback callback;

    Exchange(String name, Request request, Response response, Callback callback) {
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

    /** Gives room back when the answer has been written, or cannot be. */
    void giveBack(long room) {
      callback = Callback.from(callback, () -> underWay.give(room));
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
}
