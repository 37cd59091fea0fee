package peal.dialer.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.WebhookReader.Webhook;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;

class BotResultsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final AttemptId ATTEMPT = AttemptId.parse("call_b-0-17#1");
  private static final Lane LANE = Lane.parse("ws/0");
  private static final String RESULT =
      """
      {"attemptId": "call_b-0-17#1", "reference": "ws/0", "outcome": "voicemail",
       "talkSeconds": 4.5, "transcript": "Please leave a message."}\
      """;

  private final BotToken token = new BotToken("of-the-workers-alone");
  private final BotResults results = new BotResults(token, () -> NOW);

  @Test
  void aResultIsAnEndWithWhatWasSaid() {
    assertThat(results.read(shown(RESULT, token.of(ATTEMPT, LANE))))
        .containsExactly(
            new LaneReport(
                LANE,
                new CallEvent.Ended(
                    ATTEMPT, NOW, Outcome.VOICEMAIL, 4.5, "Please leave a message.", null)));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, ", "null, "})
  void whoWantsNoMoreCallsIsSaidSoByABotThatHeardIt(String said, Boolean optOut) {
    String result = RESULT.replace("\"talkSeconds\"", "\"optOut\": " + said + ", \"talkSeconds\"");

    assertThat(results.read(shown(result, token.of(ATTEMPT, LANE))))
        .first()
        .extracting(LaneReport::report)
        .isInstanceOfSatisfying(
            CallEvent.Ended.class,
            end -> assertThat(Boolean.TRUE.equals(end.optOut())).isEqualTo(optOut != null));
  }

  @Test
  void anOptOutThatIsNeitherTrueNorFalseIsRefused() {
    String result = RESULT.replace("\"talkSeconds\"", "\"optOut\": \"perhaps\", \"talkSeconds\"");

    assertThatThrownBy(() -> results.read(shown(result, token.of(ATTEMPT, LANE))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  /** Neither that of another call, nor of another lane, nor of another carrier, nor none. */
  @Test
  void onlyTheCallsOwnTokenTellsOfIt() {
    for (String other :
        new String[] {
          token.of(AttemptId.parse("call_b-0-17#2"), LANE),
          token.of(ATTEMPT, Lane.parse("ws/1")),
          new BotToken("of-another-carrier").of(ATTEMPT, LANE),
          "",
          null
        }) {
      assertThatThrownBy(() -> results.read(shown(RESULT, other)))
          .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(401));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy", "no_answer", "unknown", "carrier_error", "made up"})
  void whatOnlyTheCarrierCanKnowIsRefused(String outcome) {
    String result = RESULT.replace("voicemail", outcome);

    assertThatThrownBy(() -> results.read(shown(result, token.of(ATTEMPT, LANE))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"attemptId\": \"call_b-0-17#1\", \"outcome\": \"answered\"}"
      })
  void somethingElseIsRefused(String body) {
    assertThatThrownBy(() -> results.read(shown(body, token.of(ATTEMPT, LANE))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  private static Webhook shown(String body, String token) {
    return new Webhook(
        "",
        body.getBytes(StandardCharsets.UTF_8),
        name -> name.equals("Authorization") && token != null ? "Bearer " + token : null);
  }
}
