package peal.dialer.carrier.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.Told;
import peal.dialer.carrier.WebhookReader;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * Reads the carrier's callbacks. Any worker may receive any of them: the lane comes back with the
 * callback, so nothing of the call need be known here. Thread-safe.
 */
public final class CarrierCallbacks implements WebhookReader {
  /** The header that carries the signature. */
  public static final String SIGNATURE_HEADER = "X-Carrier-Signature";

  private final JsonMapper json = DomainJson.newMapper();
  private final CallbackSignature signature;
  private final InstantSource clock;

  /**
   * Callbacks signed with {@code secret}.
   *
   * @throws IllegalArgumentException when the secret is blank
   */
  public CarrierCallbacks(String secret, InstantSource clock) {
    this.signature = new CallbackSignature(secret);
    this.clock = clock;
  }

  @Override
  public List<LaneReport> read(Webhook webhook) {
    return read(webhook.body(), webhook.headers().apply(SIGNATURE_HEADER));
  }

  /**
   * Checks and reads one callback, or several in one body.
   *
   * @param body the body's bytes as they came, for the signature covers them
   * @param signatureHeader the header {@value #SIGNATURE_HEADER}, or null
   * @throws ApiError 401 when the signature is absent, wrong or more than five minutes off; 400
   *     when the body is no callback, or any of several is none
   */
  public List<LaneReport> read(byte[] body, String signatureHeader) {
    if (!signature.holds(body, signatureHeader, clock.instant())) {
      throw new ApiError(
          401, "Unsigned", "The callback's signature does not hold.", "SIGNATURE_REFUSED");
    }
    return parse(body).stream()
        .map(callback -> new LaneReport(callback.reference(), report(callback)))
        .toList();
  }

  private List<CarrierMessages.Callback> parse(byte[] body) {
    try {
      CarrierMessages.Callback posted = json.readValue(body, CarrierMessages.Callback.class);
      List<CarrierMessages.Callback> callbacks = posted == null ? List.of() : posted.all();
      boolean whole = callbacks.stream().allMatch(callback -> callback != null && callback.whole());
      if (!callbacks.isEmpty() && callbacks.size() <= CarrierMessages.CALLBACKS_PER_POST && whole) {
        return callbacks;
      }
    } catch (IOException e) {
      // Falls through: whatever is wrong with it, it is no callback of ours.
    }
    throw new ApiError(
        400,
        "Bad callback",
        "A callback has attemptId, reference, event and at, or is a list 'callbacks' of 1-%d that do."
            .formatted(CarrierMessages.CALLBACKS_PER_POST),
        "BAD_CALLBACK");
  }

  /** An event of a newer carrier is a sign of life at least. */
  private CallEvent.Report report(CarrierMessages.Callback callback) {
    Instant at = Told.time(callback.at(), clock.instant());
    return switch (callback.event()) {
      case "answered" -> new CallEvent.Connected(callback.attemptId(), at);
      case "ended" ->
          new CallEvent.Ended(
                  callback.attemptId(),
                  at,
                  CarrierMessages.outcome(callback.outcome(), Outcome.UNKNOWN),
                  callback.talkSeconds(),
                  Told.transcript(callback.transcript()),
                  Told.words(callback.detail()))
              .optingOut(callback.optOut());
      default -> new CallEvent.Progress(callback.attemptId(), at, Told.words(callback.event()));
    };
  }
}
