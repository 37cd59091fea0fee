package peal.dialer.carrier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.Told;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;

class CarrierCallbacksTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_772_366_400);
  private static final AttemptId ATTEMPT = AttemptId.parse("call_a-0-1#1");
  private static final String RINGING =
      "{\"attemptId\":\"call_a-0-1#1\",\"reference\":\"ws/0\",\"event\":\"ringing\","
          + "\"at\":1772366400000,\"seq\":1}";
  // By: echo -n "1772366400.$RINGING" | openssl dgst -sha256 -hmac secret
  private static final String SIGNATURE =
      "t=1772366400,v1=bf743a449bd208d8c0b838f7ddd1b8994bdd313c9d9cb4cdbfda52c554fde427";

  private Instant now = NOW;
  private final CarrierCallbacks callbacks = new CarrierCallbacks("secret", () -> now);

  @Test
  void aSignedCallbackBecomesAReportInItsLane() {
    assertThat(callbacks.read(bytes(RINGING), SIGNATURE))
        .containsExactly(
            new LaneReport(Lane.parse("ws/0"), new CallEvent.Progress(ATTEMPT, NOW, "ringing")));
  }

  @Test
  void severalInOneBodyAreAReportEach() {
    String other = RINGING.replace("#1", "#2").replace("ws/0", "ws/1").replace("ringing", "ended");
    String body = "{\"callbacks\":[" + RINGING + "," + other + "]}";

    assertThat(callbacks.read(bytes(body), signed(body)))
        .containsExactly(
            new LaneReport(Lane.parse("ws/0"), new CallEvent.Progress(ATTEMPT, NOW, "ringing")),
            new LaneReport(
                Lane.parse("ws/1"),
                new CallEvent.Ended(
                    AttemptId.parse("call_a-0-1#2"), NOW, Outcome.UNKNOWN, null, null, null)));
  }

  /** The carrier then sends each by itself, so that none is lost for another's fault. */
  @Test
  void severalAreRefusedTogether() {
    String many = "{\"callbacks\":[" + RINGING + (",\n" + RINGING).repeat(100) + "]}";
    for (String body : List.of("{\"callbacks\":[" + RINGING + ",{}]}", many)) {
      assertRefused(() -> callbacks.read(bytes(body), signed(body)), 400);
    }
  }

  @Test
  void aBodyThatWasChangedIsRefused() {
    byte[] changed = bytes(RINGING.replace("ringing", "answered"));

    assertRefused(() -> callbacks.read(changed, SIGNATURE), 401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1=00", "t=1772366400,v1=00", "t=x,v1=", "t=1,t=1772366400"})
  void aSignatureThatIsNoneIsRefused(String header) {
    assertRefused(() -> callbacks.read(bytes(RINGING), header), 401);
    assertRefused(() -> callbacks.read(bytes(RINGING), null), 401);
  }

  @Test
  void aSignatureOfAnotherTimeIsRefused() {
    now = NOW.plus(Duration.ofMinutes(5));
    assertThat(callbacks.read(bytes(RINGING), SIGNATURE)).isNotNull();

    now = NOW.plus(Duration.ofMinutes(5)).plusMillis(1);
    assertRefused(() -> callbacks.read(bytes(RINGING), SIGNATURE), 401);

    now = NOW.minus(Duration.ofMinutes(6));
    assertRefused(() -> callbacks.read(bytes(RINGING), SIGNATURE), 401);
  }

  @Test
  void answeredIsConnectedAndEndedIsEnded() {
    assertThat(report("answered", "")).isEqualTo(new CallEvent.Connected(ATTEMPT, NOW));
    assertThat(
            report("ended", ",\"outcome\":\"voicemail\",\"talkSeconds\":2.5,\"transcript\":\"Hi\""))
        .isEqualTo(new CallEvent.Ended(ATTEMPT, NOW, Outcome.VOICEMAIL, 2.5, "Hi", null));
  }

  /** Kafka refuses records that lie an hour ahead: the end would be lost, answered with a 204. */
  @ParameterizedTest
  @ValueSource(strings = {"1772376400000", "1772366400000000", "1772366400", "-1"})
  void aTimeThatCannotBeIsTheTimeOfTheCallback(String at) {
    for (String event : List.of("answered", "ended", "ringing")) {
      assertThat(report(RINGING.replace("1772366400000", at).replace("ringing", event)).at())
          .isEqualTo(NOW);
    }
  }

  @Test
  void whatWouldMakeARecordTooLargeIsCut() {
    String endless = "x".repeat(1_000_000);

    CallEvent.Ended ended =
        (CallEvent.Ended)
            report("ended", ",\"transcript\":\"" + endless + "\",\"detail\":\"" + endless + "\"");
    CallEvent.Progress progress = (CallEvent.Progress) report(endless, "");

    assertThat(ended.transcript()).hasSize(Told.LONGEST_TRANSCRIPT);
    assertThat(ended.detail()).hasSize(Told.LONGEST_WORDS);
    assertThat(progress.note()).hasSize(Told.LONGEST_WORDS);
  }

  @Test
  void wordsOfANewerCarrierAreTakenAsFarAsTheyGo() {
    assertThat(report("transferred", ""))
        .isEqualTo(new CallEvent.Progress(ATTEMPT, NOW, "transferred"));
    assertThat(report("ended", ",\"outcome\":\"struck_by_lightning\""))
        .isEqualTo(new CallEvent.Ended(ATTEMPT, NOW, Outcome.UNKNOWN, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"callbacks\":[]}",
        "{\"callbacks\":[null]}",
        "{\"attemptId\":\"x\",\"reference\":\"ws/0\",\"event\":\"ringing\",\"at\":1}",
        "{\"attemptId\":\"call_a-0-1#1\",\"reference\":\"ws\",\"event\":\"ringing\",\"at\":1}"
      })
  void aSignedBodyThatIsNoCallbackIsRefused(String body) {
    assertRefused(() -> callbacks.read(bytes(body), signed(body)), 400);
  }

  private CallEvent.Report report(String event, String more) {
    return report(RINGING.replace("\"ringing\"", "\"" + event + "\"" + more));
  }

  private CallEvent.Report report(String body) {
    return callbacks.read(bytes(body), signed(body)).getFirst().report();
  }

  private static String signed(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes("secret"), "HmacSHA256"));
      return "t=1772366400,v1="
          + HexFormat.of().formatHex(mac.doFinal(bytes("1772366400." + body)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(Runnable read, int status) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.status()).isEqualTo(status));
  }
}
