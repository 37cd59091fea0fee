package peal.dialer.carrier.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the carrier's callbacks from everybody else's: {@code t=<unix seconds>,v1=<hex of
 * HMAC-SHA-256 over "t.body">}. Thread-safe.
 */
final class CallbackSignature {
  /** Older callbacks, and ones from further in the future, may be recordings. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SHAPE = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");

  /** Keyed once; each signature is made by a copy, for a Mac is not thread-safe. */
  private final Mac keyed;

  /**
   * Signatures by {@code secret}, which carrier and workers share.
   *
   * @throws IllegalArgumentException when it is blank
   */
  CallbackSignature(String secret) {
    if (secret == null || secret.isBlank()) {
      throw new IllegalArgumentException("the carrier's secret must not be blank");
    }
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** Whether {@code header} signs {@code body} and is of now; compared in constant time. */
  boolean holds(byte[] body, String header, Instant now) {
    Matcher parts = SHAPE.matcher(header == null ? "" : header);
    if (!parts.matches()) {
      return false;
    }
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
    boolean fresh = Duration.between(signedAt, now).abs().compareTo(TOLERANCE) <= 0;
    byte[] given = HexFormat.of().parseHex(parts.group(2));
    return MessageDigest.isEqual(given, sign(parts.group(1), body)) && fresh;
  }

  private byte[] sign(String seconds, byte[] body) {
    try {
      Mac mac = (Mac) keyed.clone();
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's own HMAC-SHA-256 can be copied", e);
    }
  }
}
