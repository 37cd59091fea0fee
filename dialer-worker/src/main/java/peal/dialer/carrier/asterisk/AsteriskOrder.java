package peal.dialer.carrier.asterisk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import peal.dialer.carrier.BotToken;
import peal.dialer.carrier.Carrier.Order;
import peal.topics.DomainJson;

/** What ARI is asked for. Thread-safe. */
final class AsteriskOrder {
  private final JsonMapper json = new JsonMapper(DomainJson.newFactory());
  private final AsteriskSettings settings;
  private final Optional<BotToken> bot;

  AsteriskOrder(AsteriskSettings settings, Optional<BotToken> bot) {
    this.settings = settings;
    this.bot = bot;
  }

  /** A channel of two halves, through the gate to the trunk. */
  URI address(Order order) {
    AsteriskCall call = call(order);
    return URI.create(
        settings.ari()
            + "/channels?endpoint="
            + URLEncoder.encode(
                "Local/" + order.number().e164() + "@" + settings.gate() + "/n",
                StandardCharsets.UTF_8)
            + "&channelId="
            + call.id()
            + "&otherChannelId="
            + call.otherHalf()
            + "&context="
            + settings.bot()
            + "&extension=s&priority=1&timeout="
            // A little more than the trunk's own, so that the dialplan says how it ended.
            + (settings.ringSeconds() + 10));
  }

  /**
   * What the dialplan needs to know, and both halves inherit.
   *
   * @param dialBy after which the gate lets nobody through, by Asterisk's clock; null where that is
   *     not known
   */
  String body(Order order, Instant dialBy) {
    Map<String, String> inherited = new HashMap<>();
    inherited.putAll(
        Map.of(
            "__PEAL_ID", call(order).id(),
            "__PEAL_ATTEMPT", order.attempt().toString(),
            "__PEAL_LANE", order.lane().key(),
            "__PEAL_AGENT", order.agent().id(),
            "__PEAL_FROM", order.agent().fromNumber().e164(),
            "__PEAL_RING", Integer.toString(settings.ringSeconds()),
            "__PEAL_LONGEST", Integer.toString(order.agent().maxCallSeconds())));
    if (dialBy != null) {
      inherited.put("__PEAL_DIAL_BY", Long.toString(dialBy.toEpochMilli()));
    }
    bot.ifPresent(token -> inherited.put("__PEAL_TOKEN", token.of(order.attempt(), order.lane())));
    try {
      return json.writeValueAsString(Map.of("variables", inherited));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts always becomes JSON", e);
    }
  }

  private static AsteriskCall call(Order order) {
    return new AsteriskCall(order.attempt(), order.lane());
  }
}
