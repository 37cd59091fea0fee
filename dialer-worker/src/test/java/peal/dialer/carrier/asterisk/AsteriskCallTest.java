package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.Carrier.Finding;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.WorkspaceId;

class AsteriskCallTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void aChannelsIdTellsAttemptAndLane() {
    AsteriskCall call = new AsteriskCall(AttemptId.parse("call_b-0-17#2"), Lane.parse("ws-1/3"));

    assertThat(call.id()).matches("[a-z0-9]+");
    assertThat(AsteriskCall.of(call.id())).contains(call);
  }

  /** Asterisk answers 400 to a longer one; the other half has two characters more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 14, 32, 33, 64})
  void noIdIsLongerThanAsteriskTakes(int workspace) {
    CallId longest = new CallId("z".repeat(40), 9_999, 999_999_999_999_999_999L);
    Lane lane = new Lane(new WorkspaceId("Z".repeat(workspace)), 9_999);
    AsteriskCall call = new AsteriskCall(new AttemptId(longest, Integer.MAX_VALUE), lane);

    assertThat(call.id() + "x2").hasSizeLessThanOrEqualTo(149).matches("[a-z0-9]+");
    assertThat(AsteriskCall.of(call.id())).contains(call);
    assertThat(AsteriskCall.of(call.id() + "x2")).isEmpty();
  }

  @Test
  void callsThatDifferInOneCharacterHaveIdsOfTheirOwn() {
    CallId call = new CallId("a".repeat(40), 3, 17);
    String workspace = "w".repeat(63);
    Set<String> ids =
        Stream.of(
                new AsteriskCall(new AttemptId(call, 1), lane(workspace + "a", 3)),
                new AsteriskCall(new AttemptId(call, 2), lane(workspace + "a", 3)),
                new AsteriskCall(new AttemptId(call, 1), lane(workspace + "A", 3)),
                new AsteriskCall(new AttemptId(call, 1), lane(workspace, 3)),
                new AsteriskCall(new AttemptId(call, 1), lane(workspace + "a", 4)),
                new AsteriskCall(
                    new AttemptId(new CallId("a".repeat(39), 3, 17), 1), lane(workspace + "a", 3)),
                new AsteriskCall(
                    new AttemptId(new CallId("a".repeat(40), 4, 17), 1), lane(workspace + "a", 3)),
                new AsteriskCall(
                    new AttemptId(new CallId("a".repeat(40), 3, 18), 1), lane(workspace + "a", 3)))
            .map(AsteriskCall::id)
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(8);
  }

  /** The gate knows an attempt by its id for as long as it may be asked about. */
  @Test
  void anIdThatWasTakenBeforeStaysAsItWas() {
    AsteriskCall call = new AsteriskCall(AttemptId.parse("call_b-0-17#2"), Lane.parse("ws-1/3"));

    assertThat(call.id()).isEqualTo("peal63616c6c5f622d302d313723322077732d312f33");
  }

  private static Lane lane(String workspace, int index) {
    return new Lane(new WorkspaceId(workspace), index);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "peal",
        "peal00",
        "pealzz",
        "peal0z",
        "pealz",
        "peal-1z",
        "1764400000.1",
        "peal6120620"
      })
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
    "ANSWER, 16, 200, ANSWERED",
    "BUSY, 17, 486, BUSY",
    "BUSY, 0, '', BUSY",
    "NOANSWER, 19, 480, NO_ANSWER",
    "NOANSWER, 16, 180, NO_ANSWER",
    "CANCEL, 0, '', NO_ANSWER",
    "CHANUNAVAIL, 18, 408, NO_ANSWER",
    "CHANUNAVAIL, 21, 603, REJECTED",
    "CHANUNAVAIL, 1, 404, INVALID_NUMBER",
    "CONGESTION, 22, 410, INVALID_NUMBER",
    "CONGESTION, 28, 484, INVALID_NUMBER",
    "CONGESTION, 34, 503, CARRIER_ERROR",
    "CHANUNAVAIL, 127, 402, CARRIER_ERROR",
    "CHANUNAVAIL, 0, '', CARRIER_ERROR",
    "UNKNOWN, 0, '', UNKNOWN"
  })
  void anEndHasItsOutcome(String status, String cause, String sip, Outcome outcome) {
    assertThat(AsteriskCall.outcome(status, cause, sip)).isEqualTo(outcome);
  }

  /** A trunk that does not let us in, or is not there, is nobody's no. */
  @ParameterizedTest
  @CsvSource({
    "CHANUNAVAIL, 21, 401",
    "CHANUNAVAIL, 21, 403",
    "CHANUNAVAIL, 21, 407",
    "CONGESTION, 21, 403",
    "CHANUNAVAIL, 18, ''",
    "CHANUNAVAIL, 20, ''",
    "NOANSWER, 16, ''"
  })
  void whatTheTrunkFailsIsNobodysNo(String status, String cause, String sip) {
    assertThat(AsteriskCall.outcome(status, cause, sip)).isEqualTo(Outcome.CARRIER_ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "NOANSWER, 19, NO_ANSWER",
    "NOANSWER, 0, NO_ANSWER",
    "CONGESTION, 21, REJECTED",
    "CHANUNAVAIL, 18, CARRIER_ERROR",
    "CHANUNAVAIL, 20, CARRIER_ERROR"
  })
  void anEntryWithoutAnswersOfTheTrunkIsReadByItsCause(
      String status, String cause, Outcome outcome) {
    assertThat(AsteriskCall.over("ended:" + status + ":" + cause + ":0:1772359200", NOW).outcome())
        .isEqualTo(outcome);
  }

  @Test
  void whatTheDialplanWroteIsRead() {
    assertThat(AsteriskCall.over("ended:ANSWER:16:012:1772359200", NOW))
        .isEqualTo(
            new Finding.Over(Instant.ofEpochSecond(1_772_359_200), Outcome.ANSWERED, 12.0, null));
    assertThat(AsteriskCall.over("ended:BUSY:17:0:1772359200:486", NOW).talkSeconds()).isNull();
    assertThat(AsteriskCall.over("ended:CHANUNAVAIL:21:0:1772359200:403", NOW).outcome())
        .isEqualTo(Outcome.CARRIER_ERROR);
    assertThat(AsteriskCall.over("ended:CHANUNAVAIL:0:0:1772359200:", NOW).outcome())
        .isEqualTo(Outcome.CARRIER_ERROR);
  }

  @Test
  void aCallWhoseEndWasLostWithAsteriskIsUnknown() {
    assertThat(AsteriskCall.over("dialing:1772359200", NOW))
        .isEqualTo(new Finding.Over(NOW, Outcome.UNKNOWN, null, null));
  }
}
