package peal.dialer.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.Outcome;

class TwilioAnswersTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final TwilioAnswers answers = new TwilioAnswers();

  private Placement placement(int status, String body) {
    return answers.placement(status, null, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCallThatIsTakenHasItsIdAndHowLongItWaits() {
    assertThat(placement(201, "{\"sid\":\"CA1\",\"queue_time\":\"2500\",\"new\":{}}"))
        .isEqualTo(new Placement.Placed("CA1", Duration.ofMillis(2_500)));
    assertThat(placement(201, "{\"sid\":\"CA1\",\"queue_time\":\"0\"}"))
        .isEqualTo(new Placement.Placed("CA1", null));
    assertThat(placement(201, "half a")).isEqualTo(new Placement.Placed());
  }

  @Test
  void tooManyIsNotProcessed() {
    assertThat(answers.placement(429, "3", new byte[0]))
        .isEqualTo(new Placement.SlowDown("Twilio answered 429", Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aShutDoorFailsNoCallForGood(int status) {
    assertThat(placement(status, "{}")).isInstanceOf(Placement.Denied.class);
  }

  /** One unverified number to call from, and every row of a batch would be over. */
  @ParameterizedTest
  @ValueSource(ints = {21_210, 21_212, 21_215, 21_219})
  void whatSomebodyMayPutRightAtTwilioFailsNoCallForGood(int code) {
    assertThat(placement(400, "{\"code\":" + code + "}"))
        .isInstanceOfSatisfying(
            Placement.Denied.class,
            denied -> assertThat(denied.reason()).startsWith("Twilio answered 400, error " + code));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 409, 500, 502, 503, 504})
  void whatMayHaveRungIsUnclear(int status) {
    assertThat(placement(status, "")).isInstanceOf(Placement.Unclear.class);
  }

  @Test
  void aRefusalNamesItsErrorAndNoNumber() {
    assertThat(placement(400, "{\"code\":21211,\"message\":\"'To' +15550001234 is not valid\"}"))
        .isEqualTo(
            new Placement.Refused(Outcome.INVALID_NUMBER, "Twilio answered 400, error 21211"));
    assertThat(placement(400, "{\"code\":21205}"))
        .isEqualTo(
            new Placement.Refused(Outcome.CARRIER_ERROR, "Twilio answered 400, error 21205"));
  }

  @ParameterizedTest
  @CsvSource({
    "completed, , , ANSWERED",
    "completed, human, , ANSWERED",
    "completed, unknown, , ANSWERED",
    "completed, machine_start, , VOICEMAIL",
    "completed, machine_end_beep, , VOICEMAIL",
    "completed, fax, , VOICEMAIL",
    "busy, , , BUSY",
    "no-answer, , , NO_ANSWER",
    "canceled, , , NO_ANSWER",
    "failed, , , CARRIER_ERROR",
    "failed, , 404, INVALID_NUMBER",
    "failed, , 484, INVALID_NUMBER",
    "failed, , 604, INVALID_NUMBER",
    "failed, , 603, REJECTED",
    "failed, , 607, REJECTED",
    "failed, , 608, REJECTED",
    "failed, , 480, NO_ANSWER",
    "failed, , 503, CARRIER_ERROR"
  })
  void anEndHasItsOutcome(String status, String answeredBy, String sip, Outcome outcome) {
    assertThat(TwilioCalls.outcome(status, answeredBy, sip)).contains(outcome);
  }

  @Test
  void aLookupTellsTheState() {
    assertThat(finding("{\"sid\":\"CA1\",\"status\":\"queued\",\"queue_time\":\"40000\"}"))
        .isEqualTo(new Finding.Open(false, NOW, "queued", "CA1", Duration.ofSeconds(40)));
    assertThat(
            finding(
                "{\"sid\":\"CA1\",\"status\":\"in-progress\","
                    + "\"start_time\":\"Sun, 01 Mar 2026 09:59:00 +0000\"}"))
        .isEqualTo(new Finding.Open(true, NOW.minusSeconds(60), "in-progress", "CA1", null));
    assertThat(
            finding(
                "{\"sid\":\"CA1\",\"status\":\"completed\",\"duration\":\"12\","
                    + "\"end_time\":\"Sun, 01 Mar 2026 09:59:30 +0000\"}"))
        .isEqualTo(new Finding.Over(NOW.minusSeconds(30), Outcome.ANSWERED, 12.0, null));
  }

  @Test
  void aLookupThatIsNotAnsweredTellsNothing() {
    assertThat(answers.finding(500, new byte[0], NOW)).isInstanceOf(Finding.Unclear.class);
    assertThat(answers.finding(200, "[".getBytes(StandardCharsets.UTF_8), NOW))
        .isInstanceOf(Finding.Unclear.class);
    assertThat(answers.finding(404, new byte[0], NOW)).isEqualTo(new Finding.NeverHeardOf());
  }

  private Finding finding(String body) {
    return answers.finding(200, body.getBytes(StandardCharsets.UTF_8), NOW);
  }
}
