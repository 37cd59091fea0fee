package peal.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs callbacks with a secret that carrier and caller share, so that nobody else can report ends.
 *
 * @param secret the shared secret
 */
record Signature(String secret) {
  /** The header that carries it. */
  static final String HEADER = "X-Carrier-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  /** {@code t=<unix seconds>,v1=<hex of HMAC-SHA-256 over "t.body">}. */
  String of(byte[] body, Instant at) {
    String seconds = Long.toString(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** Does not show the secret. */
  @Override
  public String toString() {
    return "Signature[…]";
  }
}
