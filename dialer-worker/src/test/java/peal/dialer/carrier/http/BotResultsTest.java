package peal.dialer.carrier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader.Webhook;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;

class BotResultsTest {
  private static final String RESULT =
      """
      {"attemptId": "call_b-0-17#1", "reference": "ws/0", "event": "ended", "at": 1772366399000,
       "outcome": "voicemail", "talkSeconds": 4.5, "transcript": "Please leave a message."}\
      """;

  private final BotResults results = new BotResults("secret", () -> CarrierCallbacksTest.NOW);

  @Test
  void aResultIsAnEndWithWhatWasSaid() {
    List<LaneReport> told = results.read(signed(RESULT));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().lane().key()).isEqualTo("ws/0");
    CallEvent.Ended end = (CallEvent.Ended) told.getFirst().report();
    assertThat(end.outcome()).isEqualTo(Outcome.VOICEMAIL);
    assertThat(end.transcript()).isEqualTo("Please leave a message.");
  }

  @Test
  void anotherSecretIsRefused() {
    assertThatThrownBy(
            () -> new BotResults("another", () -> CarrierCallbacksTest.NOW).read(signed(RESULT)))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(401));
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy", "no_answer", "unknown", "carrier_error", "made up"})
  void whatOnlyTheCarrierCanKnowIsRefused(String outcome) {
    assertThatThrownBy(() -> results.read(signed(RESULT.replace("voicemail", outcome))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"answered", "ringing"})
  void anotherEventIsRefused(String event) {
    assertThatThrownBy(() -> results.read(signed(RESULT.replace("ended", event))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  private static Webhook signed(String body) {
    String header = CarrierCallbacksTest.signed(body);
    return new Webhook(
        "",
        body.getBytes(StandardCharsets.UTF_8),
        name -> name.equals(CarrierCallbacks.SIGNATURE_HEADER) ? header : null);
  }
}
