package peal.dialer.carrier.http;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import peal.dialer.carrier.Carrier;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;

/** The protocol's messages as records, field for field as {@code docs/carrier-protocol.md}. */
final class CarrierMessages {
  /** How many callbacks we take in one body; the protocol allows no more. */
  static final int CALLBACKS_PER_POST = 100;

  private CarrierMessages() {}

  /** The body of {@code POST /calls}. */
  record PlaceCall(
      PhoneNumber to,
      PhoneNumber from,
      String prompt,
      String welcomeMessage,
      Agent agent,
      int maxCallSeconds,
      Lane reference,
      URI callbackUrl,
      int callbacksPerPost) {
    static PlaceCall of(Carrier.Order order, URI callbackUrl) {
      CallingAgent agent = order.agent();
      return new PlaceCall(
          order.number(),
          agent.fromNumber(),
          order.prompt(),
          order.welcomeMessage(),
          new Agent(
              agent.id(),
              agent.name(),
              agent.model(),
              new Voice(agent.voiceProvider(), agent.voiceId())),
          agent.maxCallSeconds(),
          order.lane(),
          callbackUrl,
          CALLBACKS_PER_POST);
    }
  }

  /** Who speaks. */
  record Agent(String id, String name, String model, Voice voice) {}

  /** With which voice. */
  record Voice(String provider, String voiceId) {}

  /** The answer to {@code GET /calls/{attemptId}}; state is ringing, answered or ended. */
  record CallState(
      String state,
      Instant since,
      String outcome,
      Double talkSeconds,
      String transcript,
      Boolean optOut) {}

  /** The body of a refusal; both may be absent. */
  record Refusal(String outcome, String message) {}

  /** The body of a callback: one, or a list {@code callbacks} and nothing beside it. */
  record Callback(
      AttemptId attemptId,
      Lane reference,
      String event,
      Instant at,
      String outcome,
      Double talkSeconds,
      String transcript,
      String detail,
      Boolean optOut,
      List<Callback> callbacks) {
    /** Each that the body holds. */
    List<Callback> all() {
      return callbacks == null ? List.of(this) : callbacks;
    }

    /** Whether everything that a callback must have is there. */
    boolean whole() {
      return attemptId != null && reference != null && event != null && at != null;
    }
  }

  /**
   * The outcome that a carrier's word stands for; {@code otherwise} for words that are not ours.
   */
  static Outcome outcome(String word, Outcome otherwise) {
    try {
      return word == null ? otherwise : Outcome.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return otherwise;
    }
  }
}
