package peal.dialer.carrier;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * What the bot says of a conversation that it held for a carrier which only connects. Thread-safe.
 */
public final class BotResults implements WebhookReader {
  private static final String BEARER = "Bearer ";

  private final JsonMapper json = DomainJson.newMapper();
  private final BotToken token;
  private final InstantSource clock;

  private record Result(
      AttemptId attemptId,
      Lane reference,
      String outcome,
      Double talkSeconds,
      String transcript,
      Boolean optOut) {}

  /** Results of calls that {@code token} was given to. */
  public BotResults(BotToken token, InstantSource clock) {
    this.token = token;
    this.clock = clock;
  }

  /**
   * Reads one result. Of calls that nobody picked up a bot has nothing to say.
   *
   * @throws ApiError 401 when the token is not that of the attempt, 400 when the body is no result,
   *     or its outcome neither {@code answered} nor {@code voicemail}
   */
  @Override
  public List<LaneReport> read(Webhook webhook) {
    Result result = parse(webhook.body());
    String shown = webhook.headers().apply("Authorization");
    String own = shown != null && shown.startsWith(BEARER) ? shown.substring(7).strip() : null;
    if (!token.holds(own, result.attemptId(), result.reference())) {
      throw new ApiError(
          401,
          "Not this call's token",
          "A bot sends 'Authorization: Bearer' with the token that its call brought along.",
          "TOKEN_REFUSED");
    }
    CallEvent.Ended end =
        new CallEvent.Ended(
                result.attemptId(),
                clock.instant(),
                result.outcome().equals("voicemail") ? Outcome.VOICEMAIL : Outcome.ANSWERED,
                result.talkSeconds(),
                Told.transcript(result.transcript()),
                null)
            .optingOut(result.optOut());
    return List.of(new LaneReport(result.reference(), end));
  }

  private Result parse(byte[] body) {
    try {
      Result result = json.readValue(body, Result.class);
      if (result != null && isWhole(result)) {
        return result;
      }
    } catch (IOException e) {
      // Falls through: whatever is wrong with it, it is no result.
    }
    throw new ApiError(
        400,
        "Bad result",
        "A bot's result has attemptId, reference and the outcome 'answered' or 'voicemail', and may"
            + " have talkSeconds (0-86400), a transcript and optOut.",
        "BAD_RESULT");
  }

  private static boolean isWhole(Result result) {
    Double talk = result.talkSeconds();
    return result.attemptId() != null
        && result.reference() != null
        && ("answered".equals(result.outcome()) || "voicemail".equals(result.outcome()))
        && (talk == null || (talk >= 0 && talk <= 86_400));
  }
}
