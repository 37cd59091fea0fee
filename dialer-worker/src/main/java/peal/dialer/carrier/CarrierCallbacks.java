package peal.dialer.carrier;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * Reads the carrier's callbacks. Any worker may receive any of them: the lane comes back with the
 * callback, so nothing of the call need be known here. Thread-safe.
 */
public final class CarrierCallbacks {
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

  /**
   * Checks and reads one callback.
   *
   * @param body the body's bytes as they came, for the signature covers them
   * @param signatureHeader the header {@value #SIGNATURE_HEADER}, or null
   * @throws ApiError 401 when the signature is absent, wrong or more than five minutes off; 400
   *     when the body is no callback
   */
  public LaneReport read(byte[] body, String signatureHeader) {
    if (!signature.holds(body, signatureHeader, clock.instant())) {
      throw new ApiError(
          401, "Unsigned", "The callback's signature does not hold.", "SIGNATURE_REFUSED");
    }
    CarrierMessages.Callback callback = parse(body);
    return new LaneReport(callback.reference(), report(callback));
  }

  private CarrierMessages.Callback parse(byte[] body) {
    try {
      CarrierMessages.Callback callback = json.readValue(body, CarrierMessages.Callback.class);
      if (callback != null
          && callback.attemptId() != null
          && callback.reference() != null
          && callback.event() != null
          && callback.at() != null) {
        return callback;
      }
    } catch (IOException e) {
      // Falls through: whatever is wrong with it, it is no callback of ours.
    }
    throw new ApiError(
        400, "Bad callback", "A callback has attemptId, reference, event and at.", "BAD_CALLBACK");
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
              Told.words(callback.detail()));
      default -> new CallEvent.Progress(callback.attemptId(), at, Told.words(callback.event()));
    };
  }
}
