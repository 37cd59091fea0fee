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
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import peal.domain.PhoneNumber;
import peal.service.http.ApiError;
import peal.service.http.RequestBody;

/**
 * The carrier's side of the protocol: placing, asking, hanging up. It stands before the framework
 * that serves everything else, as these are what thousands ask for in a second. A request that
 * finds no room is refused before its body is read; one that is answered late holds no thread
 * meanwhile.
 */
final class CallsHandler extends Handler.Wrapper {
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final String CALLS = "/calls";
  private static final String HANG_UP = "/hangup";
  private static final int SOON_SECONDS = 1;
  private static final int LONGEST_BODY = 1_000_000;
  private static final Duration BODY_WITHIN = Duration.ofSeconds(10);

  /** Lookups and hang-ups, which settle what is open, find room where new calls do not. */
  private static final double OF_NEW_CALLS = 0.75;

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
          ? place(new CallExchange("POST /calls", request, response, callback))
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
    return ask(new CallExchange(name, request, response, callback), URIUtil.decodePath(id), hangUp);
  }

  private boolean place(CallExchange exchange) {
    long room = RequestBody.room(exchange.request(), LONGEST_BODY);
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
    exchange.atEnd(() -> underWay.give(room));
    exchange.answer(() -> place(exchange, exchange.request().getHeaders().get(KEY_HEADER)));
    return true;
  }

  private void place(CallExchange exchange, String attemptId) throws IOException {
    exchange.keepConnection();
    if (attemptId == null || !KEY.matcher(attemptId).matches()) {
      throw new ApiError(
          400,
          "No key",
          "The header Idempotency-Key must carry 1-200 printable ASCII characters without blanks.",
          "KEY_MISSING");
    }
    byte[] body = RequestBody.read(exchange.request(), LONGEST_BODY, BODY_WITHIN);
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

  private boolean ask(CallExchange exchange, String attemptId, boolean hangUp) {
    if (network.faults().down()) {
      exchange.notNow(503, SOON_SECONDS);
    } else if (!underWay.take(0)) {
      refused.increment();
      exchange.notNow(503, SOON_SECONDS);
    } else {
      exchange.atEnd(() -> underWay.give(0));
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
}
