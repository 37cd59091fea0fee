package peal.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs callbacks with a secret that carrier and caller share, so that nobody else can report ends.
 * Thread-safe: each signature is made by a copy of one that has its key already.
 */
final class Signature {
  /** The header that carries it. */
  static final String HEADER = "X-Carrier-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac keyed;

  /** Signs with {@code secret}. */
  Signature(String secret) {
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** {@code t=<unix seconds>,v1=<hex of HMAC-SHA-256 over "t.body">}. */
  String of(byte[] body, Instant at) {
    String seconds = Long.toString(at.getEpochSecond());
    Mac mac = copy();
    mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  private Mac copy() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's HMAC-SHA-256 can be copied", e);
    }
  }
}
