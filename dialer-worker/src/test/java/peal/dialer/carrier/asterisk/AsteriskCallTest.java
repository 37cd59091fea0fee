package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.Carrier.Finding;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;

class AsteriskCallTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void aChannelsIdTellsAttemptAndLane() {
    AsteriskCall call = new AsteriskCall(AttemptId.parse("call_b-0-17#2"), Lane.parse("ws-1/3"));

    assertThat(call.id()).matches("[a-z0-9]+");
    assertThat(AsteriskCall.of(call.id())).contains(call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "peal", "peal00", "pealzz", "1764400000.1", "peal6120620"})
  void otherChannelsAreNotOurs(String channel) {
    assertThat(AsteriskCall.of(channel)).isEmpty();
  }

  @Test
  void theOtherHalfOfALocalChannelIsNotTheCall() {
    AsteriskCall call = new AsteriskCall(AttemptId.parse("call_b-0-17#2"), Lane.parse("ws-1/3"));

    assertThat(AsteriskCall.of(call.id() + "x2")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWER, 16, ANSWERED",
    "BUSY, 17, BUSY",
    "BUSY, 0, BUSY",
    "NOANSWER, 19, NO_ANSWER",
    "NOANSWER, 0, NO_ANSWER",
    "CANCEL, 0, NO_ANSWER",
    "CHANUNAVAIL, 18, NO_ANSWER",
    "CHANUNAVAIL, 20, NO_ANSWER",
    "CONGESTION, 21, REJECTED",
    "CHANUNAVAIL, 1, INVALID_NUMBER",
    "CONGESTION, 22, INVALID_NUMBER",
    "CONGESTION, 28, INVALID_NUMBER",
    "CONGESTION, 34, CARRIER_ERROR",
    "CHANUNAVAIL, 0, CARRIER_ERROR",
    "UNKNOWN, 0, UNKNOWN"
  })
  void anEndHasItsOutcome(String status, String cause, Outcome outcome) {
    assertThat(AsteriskCall.outcome(status, cause)).isEqualTo(outcome);
  }

  @Test
  void whatTheDialplanWroteIsRead() {
    assertThat(AsteriskCall.over("ended:ANSWER:16:012:1772359200", NOW))
        .isEqualTo(
            new Finding.Over(Instant.ofEpochSecond(1_772_359_200), Outcome.ANSWERED, 12.0, null));
    assertThat(AsteriskCall.over("ended:BUSY:17:0:1772359200", NOW).talkSeconds()).isNull();
  }

  @Test
  void aCallWhoseEndWasLostWithAsteriskIsUnknown() {
    assertThat(AsteriskCall.over("dialing:1772359200", NOW))
        .isEqualTo(new Finding.Over(NOW, Outcome.UNKNOWN, null, null));
  }
}
