package peal.dialer.carrier.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.Told;
import peal.domain.Outcome;

class CarrierAnswersTest {
  private final CarrierAnswers answers = new CarrierAnswers();

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void successMeansThatItRings(int status) {
    assertThat(placement(status, null, "{}")).isEqualTo(new Placement.Placed());
  }

  @Test
  void aRefusalForNowMayBeRepeatedAfterItsWait() {
    assertThat(placement(429, null, ""))
        .isEqualTo(new Placement.SlowDown("the carrier answered 429", Duration.ofSeconds(1)));
    assertThat(placement(503, "7", ""))
        .isEqualTo(new Placement.Unavailable("the carrier answered 503", Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 409, 500, 502, 503, 504})
  void whatMayHaveRungIsUnclear(int status) {
    assertThat(placement(status, null, "")).isInstanceOf(Placement.Unclear.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aCarrierThatDoesNotLetUsInFailsNoCallForGoodAndWorks(int status) {
    assertThat(placement(status, null, ""))
        .isEqualTo(new Placement.Denied("the carrier answered " + status));
  }

  @Test
  void aRefusalForGoodCarriesTheCarriersOutcomeAndWords() {
    assertThat(placement(422, null, "{\"outcome\":\"rejected\",\"message\":\"Blocked.\"}"))
        .isEqualTo(new Placement.Refused(Outcome.REJECTED, "the carrier answered 422: Blocked."));
    assertThat(placement(422, null, "no JSON"))
        .isEqualTo(new Placement.Refused(Outcome.CARRIER_ERROR, "the carrier answered 422"));
  }

  @Test
  void endlessWordsOfARefusalAreCut() {
    String body = "{\"message\":\"" + "x".repeat(1_000_000) + "\"}";

    assertThat(placement(422, null, body))
        .isInstanceOfSatisfying(
            Placement.Refused.class,
            refused -> assertThat(refused.detail()).hasSize(Told.LONGEST_WORDS));
  }

  @Test
  void onlyAConnectionThatNeverWasIsCertainlyNoRing() {
    assertThat(answers.placementUnsent()).isInstanceOf(Placement.Unavailable.class);
    assertThat(answers.placementLost(new IOException("reset")))
        .isInstanceOf(Placement.Unclear.class);
  }

  @Test
  void aLookupTellsTheState() {
    assertThat(finding(200, "{\"state\":\"answered\",\"since\":5,\"new\":1}"))
        .isEqualTo(new Finding.Open(true, Instant.ofEpochMilli(5), "answered"));
    assertThat(finding(200, "{\"state\":\"ended\",\"since\":5,\"outcome\":\"struck\"}"))
        .isEqualTo(new Finding.Over(Instant.ofEpochMilli(5), Outcome.UNKNOWN, null, null));
    assertThat(finding(404, "")).isEqualTo(new Finding.NeverHeardOf());
  }

  @Test
  void aLookupThatMakesNoSenseIsUnclear() {
    assertThat(finding(500, "")).isInstanceOf(Finding.Unclear.class);
    assertThat(finding(200, "<html>")).isInstanceOf(Finding.Unclear.class);
    assertThat(finding(200, "{}")).isInstanceOf(Finding.Unclear.class);
    assertThat(finding(200, "null")).isInstanceOf(Finding.Unclear.class);
  }

  private Placement placement(int status, String retryAfter, String body) {
    return answers.placement(status, retryAfter, body.getBytes(StandardCharsets.UTF_8));
  }

  private Finding finding(int status, String body) {
    return answers.finding(status, body.getBytes(StandardCharsets.UTF_8));
  }
}
