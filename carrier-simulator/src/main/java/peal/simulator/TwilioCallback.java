package peal.simulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A status callback in Twilio's form: its parameters by name, and their signature. */
final class TwilioCallback {
  /** The header that carries the signature. */
  static final String HEADER = "X-Twilio-Signature";

  private static final String ALGORITHM = "HmacSHA1";

  private final SortedMap<String, String> form = new TreeMap<>();

  /** What Twilio would post of {@code callback}. */
  TwilioCallback(Callback callback) {
    String state =
        switch (callback.event()) {
          case RINGING, PROGRESS -> "ringing";
          case ANSWERED -> "answered";
          case ENDED -> "ended";
        };
    form.put("CallSid", TwilioCall.sidOf(callback.attemptId()));
    form.put("CallStatus", TwilioCall.status(state, callback.outcome()));
    form.put("CallbackSource", "call-progress-events");
    form.put("Direction", "outbound-api");
    form.put("SequenceNumber", Integer.toString(callback.seq() - 1));
    form.put("Timestamp", TwilioCall.time(callback.at()));
    if (callback.talkSeconds() != null) {
      form.put("CallDuration", TwilioCall.seconds(callback.talkSeconds()));
    }
    if ("voicemail".equals(callback.outcome())) {
      form.put("AnsweredBy", "machine_start");
    }
    if ("rejected".equals(callback.outcome())) {
      form.put("SipResponseCode", "603");
    }
  }

  /** The body. */
  byte[] body() {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The signature of this, posted to {@code url}, by {@code token}. */
  String signature(String url, String token) {
    String signed =
        url
            + form.entrySet().stream()
                .map((Map.Entry<String, String> field) -> field.getKey() + field.getValue())
                .collect(Collectors.joining());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-1", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
