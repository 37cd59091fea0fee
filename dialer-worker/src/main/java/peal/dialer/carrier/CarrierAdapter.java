package peal.dialer.carrier;

import java.util.Optional;
import peal.domain.DialingStop;

/**
 * One carrier, both ways.
 *
 * @param id names it in phone numbers, requests, metrics and its webhooks' address
 * @param calls places, finds and ends calls
 * @param webhooks reads what it posts; empty where it holds an event stream, or reports nothing
 * @param botResults reads what the bot says of a conversation, where the carrier does not know it;
 *     empty where the bot has no secret to sign with
 * @param callsPerSecond how many calls this worker may ask it for in a second; 0 for any number
 */
public record CarrierAdapter(
    String id,
    Carrier calls,
    Optional<WebhookReader> webhooks,
    Optional<WebhookReader> botResults,
    double callsPerSecond) {
  /** The carrier of numbers that name none. */
  public static final String DEFAULT = DialingStop.DEFAULT_CARRIER;

  /** One that knows itself what was said. */
  public CarrierAdapter(
      String id, Carrier calls, Optional<WebhookReader> webhooks, double callsPerSecond) {
    this(id, calls, webhooks, Optional.empty(), callsPerSecond);
  }
}
