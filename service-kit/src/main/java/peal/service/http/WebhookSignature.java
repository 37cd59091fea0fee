package peal.service.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import peal.domain.Webhook;

/**
 * Signs what is sent to webhooks, after Standard Webhooks 1.0: HMAC-SHA256 of id, time and body.
 * Secrets are derived from a key of the operator's, so that none is kept anywhere. Thread-safe.
 */
public final class WebhookSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  private final byte[] key;

  private WebhookSignature(byte[] key) {
    this.key = key;
  }

  /**
   * By the operator's key, if there is one.
   *
   * @throws IllegalArgumentException where it is no {@link Token}
   */
  public static Optional<WebhookSignature> of(Optional<String> key) {
    return key.map(text ->
        new WebhookSignature(
            Token.checked("PEAL_WEBHOOK_KEY", text).getBytes(StandardCharsets.US_ASCII)));
  }

  /** The secret with which {@code webhook} is signed now, as receivers are given it. */
  public String secret(Webhook webhook) {
    return PREFIX + Base64.getEncoder().encodeToString(bytes(webhook, webhook.secretNumber()));
  }

  /**
   * The header {@code webhook-signature}; two signatures for a day after the secret was changed.
   */
  public String header(Webhook webhook, String id, Instant at, byte[] body) {
    String newest = signature(webhook, webhook.secretNumber(), id, at, body);
    return webhook.signsTwice(at)
        ? newest + " " + signature(webhook, webhook.secretNumber() - 1, id, at, body)
        : newest;
  }

  private String signature(Webhook webhook, int number, String id, Instant at, byte[] body) {
    byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
    return "v1," + Base64.getEncoder().encodeToString(hmac(bytes(webhook, number), head, body));
  }

  private byte[] bytes(Webhook webhook, int number) {
    String name = "webhook/" + webhook.workspaceId() + "/" + webhook.id() + "/" + number;
    return hmac(key, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hmac(byte[] secret, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
