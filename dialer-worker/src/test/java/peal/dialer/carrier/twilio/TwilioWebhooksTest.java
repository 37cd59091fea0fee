package peal.dialer.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader.Webhook;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.http.ApiError;

class TwilioWebhooksTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final URI ADDRESS =
      URI.create("https://peal.example.com/carriers/twilio/webhooks");
  private static final AttemptId ATTEMPT = AttemptId.parse("call_b-0-17#1");
  private static final Lane LANE = Lane.parse("ws/0");
  private static final String QUERY = "a=call_b-0-17%231&l=ws%2F0";

  private final TwilioSettings account =
      new TwilioSettings(null, "AC1", null, "12345", null, "<Response/>", null, null, false);
  private final TwilioWebhooks webhooks = new TwilioWebhooks(account, ADDRESS, () -> NOW);

  private LaneReport read(String form, String signature) {
    return read(QUERY, form, signature);
  }

  private LaneReport read(String query, String form, String signature) {
    return webhooks.read(webhook(query, form, signature)).getFirst();
  }

  private static Webhook webhook(String query, String form, String signature) {
    return new Webhook(
        query,
        form.getBytes(StandardCharsets.UTF_8),
        name -> name.equals("X-Twilio-Signature") ? signature : null);
  }

  /** The example of Twilio's own documentation. */
  @Test
  void theSignatureIsTwilios() {
    String form =
        "CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030"
            + "&To=%2B18005551212";

    assertThat(
            new TwilioSignature("12345")
                .holds(
                    "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
                    "https://mycompany.com/myapp.php?foo=1&bar=2",
                    TwilioForm.read(form)))
        .isTrue();
  }

  /** Each field costs a hundred times its bytes, and anybody may send them. */
  @Test
  void aFormOfManyFieldsIsRefusedAndAnUnsignedOneNotEvenRead() {
    String many = IntStream.range(0, 101).mapToObj(i -> "f" + i).collect(Collectors.joining("&"));

    assertThatThrownBy(() -> read(many, "anything"))
        .isInstanceOfSatisfying(
            ApiError.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    assertThatThrownBy(() -> read(many, null))
        .isInstanceOfSatisfying(
            ApiError.class, refusal -> assertThat(refusal.status()).isEqualTo(401));
    assertThat(webhooks.largest()).isLessThanOrEqualTo(16 * 1024);
  }

  @Test
  void aStateBecomesAReportWithTwiliosOwnId() {
    assertThat(signed("CallSid=CA1&CallStatus=initiated"))
        .isEqualTo(new LaneReport(LANE, new CallEvent.Progress(ATTEMPT, NOW, "initiated"), "CA1"));
    assertThat(signed("CallSid=CA1&CallStatus=in-progress"))
        .isEqualTo(new LaneReport(LANE, new CallEvent.Connected(ATTEMPT, NOW), "CA1"));
    assertThat(
            signed(
                "CallSid=CA1&CallStatus=completed&CallDuration=12"
                    + "&Timestamp=Sun%2C+01+Mar+2026+09%3A59%3A30+%2B0000"))
        .isEqualTo(
            new LaneReport(
                LANE,
                new CallEvent.Ended(
                    ATTEMPT, NOW.minusSeconds(30), Outcome.ANSWERED, 12.0, null, null),
                "CA1"));
    assertThat(signed("CallSid=CA1&CallStatus=failed&SipResponseCode=404").report())
        .isEqualTo(
            new CallEvent.Ended(
                ATTEMPT, NOW, Outcome.INVALID_NUMBER, null, null, "failed, SIP 404"));
  }

  @Test
  void whatIsNotSignedForThisAddressAndFormIsRefused() {
    String form = "CallSid=CA1&CallStatus=completed";
    String good = sign(QUERY, form);

    assertThat(read(form, good)).isNotNull();
    refused(401, () -> read(form, null));
    refused(401, () -> read(form, good.replace(good.charAt(0), '-')));
    refused(401, () -> read(form + "&AnsweredBy=fax", good));
    refused(401, () -> read(QUERY.replace("17", "18"), form, good));
  }

  /** Twilio's own clients accept either. */
  @Test
  void theAddressMayBeSignedWithItsPortOrWithout() {
    String form = "CallSid=CA1&CallStatus=completed";
    URI withPort = URI.create("https://peal.example.com:8443/carriers/twilio/webhooks");

    assertThat(readBy(ADDRESS, "https://peal.example.com:443/carriers/twilio/webhooks", form))
        .isNotNull();
    assertThat(readBy(withPort, ADDRESS.toString(), form)).isNotNull();
    assertThat(readBy(withPort, withPort.toString(), form)).isNotNull();
    refused(
        401, () -> readBy(ADDRESS, "https://peal.example.com:8443/carriers/twilio/webhooks", form));
  }

  @Test
  void itMayBeSignedWithWhatSaysToSendItAgain() {
    String form = "CallSid=CA1&CallStatus=completed";

    assertThat(read(form, sign(QUERY + "#rc=5&rp=all", form))).isNotNull();
    refused(401, () -> read(form, sign(QUERY + "#rc=1", form)));
  }

  @Test
  void aCallThatAWebhookToldOfIsNoOtherAttempts() {
    ClaimedCalls claims = new ClaimedCalls();
    String form = "CallSid=CA1&CallStatus=ringing";
    TwilioWebhooks claiming = new TwilioWebhooks(account, ADDRESS, claims, () -> NOW);

    claiming.read(webhook(QUERY, form, sign(QUERY, form)));

    assertThat(claims.mayBe("CA1", ATTEMPT)).isTrue();
    assertThat(claims.mayBe("CA1", new AttemptId(ATTEMPT.call(), 2))).isFalse();
  }

  private LaneReport readBy(URI address, String signed, String form) {
    String signature = new TwilioSignature("12345").of(signed + "?" + QUERY, TwilioForm.read(form));
    return new TwilioWebhooks(account, address, () -> NOW)
        .read(webhook(QUERY, form, signature))
        .getFirst();
  }

  @Test
  void whatIsSignedAndIsNoStatusCallbackIsRefused() {
    refused(400, () -> signed("CallSid=CA1"));
    refused(400, () -> read("a=x", "CallStatus=busy", sign("a=x", "CallStatus=busy")));
    refused(400, () -> read("%", "%", ""));
  }

  private static void refused(int status, Runnable read) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.status()).isEqualTo(status));
  }

  private LaneReport signed(String form) {
    return read(form, sign(QUERY, form));
  }

  private static String sign(String query, String form) {
    return new TwilioSignature("12345").of(ADDRESS + "?" + query, TwilioForm.read(form));
  }
}
