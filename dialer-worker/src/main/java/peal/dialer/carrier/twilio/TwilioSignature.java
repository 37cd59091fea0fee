package peal.dialer.carrier.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells Twilio's webhooks from everybody else's: base64 of HMAC-SHA-1 over the address that was
 * posted to, query and all, and every parameter of the form by name. Thread-safe.
 */
final class TwilioSignature {
  /** The header that carries it. */
  static final String HEADER = "X-Twilio-Signature";

  private static final String ALGORITHM = "HmacSHA1";

  /** Keyed once; each signature is made by a copy, for a Mac is not thread-safe. */
  private final Mac keyed;

  TwilioSignature(String authToken) {
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-1", e);
    }
  }

  /** Whether {@code given} signs a form that was posted to {@code url}; in constant time. */
  boolean holds(String given, String url, SortedMap<String, List<String>> form) {
    byte[] wanted = of(url, form).getBytes(StandardCharsets.UTF_8);
    return given != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8));
  }

  /** The signature of a form that is posted to {@code url}. */
  String of(String url, SortedMap<String, List<String>> form) {
    String signed =
        url + form.entrySet().stream().map(TwilioSignature::text).collect(Collectors.joining());
    try {
      Mac mac = (Mac) keyed.clone();
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's own HMAC-SHA-1 can be copied", e);
    }
  }

  /** A name that stands there several times counts once for each of its values, in their order. */
  private static String text(Map.Entry<String, List<String>> field) {
    return field.getValue().stream()
        .distinct()
        .sorted()
        .map(value -> field.getKey() + value)
        .collect(Collectors.joining());
  }
}
