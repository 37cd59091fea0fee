package peal.dialer.carrier;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;

/** The protocol's messages as records, field for field as {@code docs/carrier-protocol.md}. */
final class CarrierMessages {
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
      URI callbackUrl) {
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
          callbackUrl);
    }
  }

  /** Who speaks. */
  record Agent(String id, String name, String model, Voice voice) {}

  /** With which voice. */
  record Voice(String provider, String voiceId) {}

  /** The answer to {@code GET /calls/{attemptId}}; state is ringing, answered or ended. */
  record CallState(
      String state, Instant since, String outcome, Double talkSeconds, String transcript) {}

  /** The body of a refusal; both may be absent. */
  record Refusal(String outcome, String message) {}

  /** The body of a callback. */
  record Callback(
      AttemptId attemptId,
      Lane reference,
      String event,
      Instant at,
      String outcome,
      Double talkSeconds,
      String transcript,
      String detail) {}

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
