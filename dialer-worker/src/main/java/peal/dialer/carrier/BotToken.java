package peal.dialer.carrier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import peal.domain.AttemptId;
import peal.domain.Lane;

/**
 * What a bot shows when it tells of the call that it was given: HMAC-SHA-256 of attempt and lane,
 * so that it can tell of no other. Thread-safe.
 */
public final class BotToken {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * Tokens of one carrier's calls, by a secret that all workers share.
   *
   * @throws IllegalArgumentException when the secret is blank
   */
  public BotToken(String secret) {
    if (secret == null || secret.isBlank()) {
      throw new IllegalArgumentException("the bot's secret must not be blank");
    }
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The token of an attempt: 64 hexadecimal digits. */
  public String of(AttemptId attempt, Lane lane) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] call = (attempt + " " + lane.key()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(call));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** Whether {@code token}, which may be null, is the attempt's; compared in constant time. */
  boolean holds(String token, AttemptId attempt, Lane lane) {
    return token != null
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            of(attempt, lane).getBytes(StandardCharsets.UTF_8));
  }
}
