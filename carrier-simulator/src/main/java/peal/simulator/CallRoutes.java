package peal.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import peal.domain.PhoneNumber;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** The carrier's side of the protocol: placing, asking, hanging up, and faults on purpose. */
final class CallRoutes {
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private static final ObjectReader STRICT =
      DomainJson.newMapper()
          .readerFor(Faults.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final PhoneNetwork network;
  private final InstantSource clock;

  CallRoutes(PhoneNetwork network, InstantSource clock) {
    this.network = network;
    this.clock = clock;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/calls", this::place);
    routes.get("/calls/{attemptId}", ctx -> show(ctx, network.find(attemptOf(ctx))));
    routes.post("/calls/{attemptId}/hangup", ctx -> show(ctx, network.hangUp(attemptOf(ctx))));
    routes.get("/faults", ctx -> ctx.json(network.faults()));
    routes.put("/faults", this::breakOnPurpose);
  }

  private void place(Context ctx) {
    Connection.keep(ctx);
    String attemptId = ctx.header(KEY_HEADER);
    if (attemptId == null || !KEY.matcher(attemptId).matches()) {
      throw new ApiError(
          400,
          "No key",
          "The header Idempotency-Key must carry 1-200 printable ASCII characters without blanks.",
          "KEY_MISSING");
    }
    ctx.bodyAsBytes();
    // A phone can ring once its number is known: when the body is in, not the header.
    Instant receivedAt = clock.instant();
    CallRequest request = body(ctx, CallRequest.class);
    if (!PhoneNumber.isValid(request.to())) {
      throw refusal("invalid_number", "'to' is no number in E.164.");
    }
    switch (network.place(attemptId, request, receivedAt)) {
      case Answer.Taken taken -> {
        answerSlowly();
        if (taken.lost()) {
          Connection.cut(ctx);
          return;
        }
        ctx.status(taken.rang() ? 201 : 200).json(taken.call());
      }
      case Answer.Later later -> refuseForNow(ctx, later.status(), later.retryAfter());
      case Answer.Refused refused -> throw refusal(Call.word(refused.outcome()), refused.reason());
      case Answer.Broken broken ->
          throw new ApiError(500, "Internal error", "The carrier broke down.", "INTERNAL");
    }
  }

  private void show(Context ctx, Optional<CallView> call) {
    if (network.faults().down()) {
      refuseForNow(ctx, 503, Duration.ofSeconds(1));
      return;
    }
    answerSlowly();
    ctx.json(
        call.orElseThrow(
            () -> new ApiError(404, "Unknown", "No such attempt ever rang.", "NOT_FOUND")));
  }

  private void breakOnPurpose(Context ctx) {
    network.faults(faults(ctx));
    ctx.json(network.faults());
  }

  private void refuseForNow(Context ctx, int status, Duration retryAfter) {
    ctx.status(status)
        .header("Retry-After", Long.toString(retryAfter.toSeconds()))
        .json(Map.of("error", "Not now", "message", "Nothing rang. Ask again.", "code", "LATER"));
  }

  private static ApiError refusal(String outcome, String reason) {
    return new ApiError(422, "Refused", reason, "REFUSED", Map.of("outcome", outcome));
  }

  private void answerSlowly() {
    long millis = network.faults().slowAnswerMillis();
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String attemptOf(Context ctx) {
    return ctx.pathParam("attemptId");
  }

  /** A misspelled fault would break nothing, and whoever sent it would wait for it. */
  private static Faults faults(Context ctx) {
    try {
      return Optional.ofNullable(STRICT.<Faults>readValue(ctx.bodyAsBytes())).orElseThrow();
    } catch (UnrecognizedPropertyException e) {
      throw new ApiError(
          400,
          "Bad body",
          "There is no fault '%s'. Known are %s."
              .formatted(e.getPropertyName(), e.getKnownPropertyIds()),
          "BODY",
          Map.of("field", e.getPropertyName()));
    } catch (IOException | NoSuchElementException e) {
      throw new ApiError(400, "Bad body", "The body is not the JSON that belongs here.", "BODY");
    }
  }

  /** The body as {@code type}; what is wrong with it is the sender's to know, without a trace. */
  private static <T> T body(Context ctx, Class<T> type) {
    try {
      return Optional.ofNullable(ctx.bodyAsClass(type)).orElseThrow();
    } catch (Exception e) { // Javalin lets the JSON library's checked exceptions through.
      throw new ApiError(400, "Bad body", "The body is not the JSON that belongs here.", "BODY");
    }
  }
}
