package peal.dialer.carrier.twilio;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import peal.dialer.carrier.BotToken;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.Outcome;

/**
 * What Twilio is asked for. It never sees the prompt: whoever speaks in the call gets the attempt,
 * and knows the rest.
 */
final class TwilioOrder {
  static final Placement TOO_LONG =
      new Placement.Refused(
          Outcome.CARRIER_ERROR,
          "twiml with its attempt filled in has more than "
              + TwilioSettings.LONGEST_TWIML
              + " characters");

  /**
   * Twilio's connection overrides: without them a callback that is answered 503 is not sent again.
   * They are Twilio's own, and not sent along.
   */
  static final String AGAIN = "#rc=5&rp=all";

  private static final List<String> TOLD = List.of("initiated", "ringing", "answered", "completed");

  private final TwilioSettings account;
  private final URI webhooks;
  private final Optional<BotToken> bot;

  TwilioOrder(TwilioSettings account, URI webhooks, Optional<BotToken> bot) {
    this.account = account;
    this.bot = bot;
    this.webhooks = webhooks;
  }

  /** The form of a request for a call; empty where its TwiML would be longer than Twilio takes. */
  Optional<String> form(Order order) {
    String query = TwilioSettings.query(order.attempt(), order.lane());
    String twiml = account.twiml() == null ? null : filled(account.twiml(), order);
    if (twiml != null && twiml.length() > TwilioSettings.LONGEST_TWIML) {
      return Optional.empty();
    }
    TwilioForm form =
        new TwilioForm()
            .with("To", order.number().e164())
            .with("From", order.agent().fromNumber().e164())
            .with("Twiml", twiml)
            .with("Url", answerUrl(order, query))
            .with("Timeout", Integer.toString(account.ringSeconds()))
            .with("TimeLimit", Integer.toString(order.agent().maxCallSeconds()))
            .with("MachineDetection", account.detectMachines() ? "Enable" : null)
            .with("StatusCallback", webhooks + "?" + query + AGAIN)
            .with("StatusCallbackMethod", "POST");
    TOLD.forEach(event -> form.with("StatusCallbackEvent", event));
    return Optional.of(form.toString());
  }

  private String answerUrl(Order order, String query) {
    URI url = account.answerUrl();
    if (url == null) {
      return null;
    }
    String joint = url.getRawQuery() == null ? "?" : "&";
    return url
        + joint
        + query
        + "&agent="
        + TwilioSettings.encoded(order.agent().id())
        + tokenOf(order).map("&token="::concat).orElse("");
  }

  private String filled(String twiml, Order order) {
    return twiml
        .replace("{attempt}", escaped(order.attempt().toString()))
        .replace("{lane}", escaped(order.lane().key()))
        .replace("{agent}", escaped(order.agent().id()))
        .replace("{token}", tokenOf(order).orElse(""));
  }

  private Optional<String> tokenOf(Order order) {
    return bot.map(token -> token.of(order.attempt(), order.lane()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
