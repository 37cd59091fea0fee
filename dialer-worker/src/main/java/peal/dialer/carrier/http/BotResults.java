package peal.dialer.carrier.http;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;

/**
 * What the bot says of a conversation that it held for a carrier which only connects: callbacks
 * {@code ended} in the form and with the signature of a carrier's own. Thread-safe.
 */
public final class BotResults implements WebhookReader {
  private static final Set<Outcome> OF_A_CONVERSATION = Set.of(Outcome.ANSWERED, Outcome.VOICEMAIL);

  private final CarrierCallbacks callbacks;

  /**
   * Results signed with {@code secret}.
   *
   * @throws IllegalArgumentException when the secret is blank
   */
  public BotResults(String secret, InstantSource clock) {
    callbacks = new CarrierCallbacks(secret, clock);
  }

  /**
   * As {@link CarrierCallbacks}; a bot has nothing to say of calls that nobody picked up.
   *
   * @throws ApiError 400 also for another event than {@code ended}, or an outcome other than {@code
   *     answered} and {@code voicemail}
   */
  @Override
  public List<LaneReport> read(Webhook webhook) {
    List<LaneReport> told = callbacks.read(webhook);
    for (LaneReport one : told) {
      if (!(one.report() instanceof CallEvent.Ended end)
          || !OF_A_CONVERSATION.contains(end.outcome())) {
        throw new ApiError(
            400,
            "Bad result",
            "A bot's result has the event 'ended' and the outcome 'answered' or 'voicemail'.",
            "BAD_RESULT");
      }
    }
    return told;
  }
}
