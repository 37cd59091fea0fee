package peal.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts as a bot does: signed as {@code docs/carrier-protocol.md} says. */
final class BotPost {
  private static final String ALGORITHM = "HmacSHA256";

  private BotPost() {}

  /** The status of the answer. */
  static int status(URI address, String secret, String body) {
    String seconds = Long.toString(Instant.now().getEpochSecond());
    try (HttpClient client = HttpClient.newHttpClient()) {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] sum = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header(
                  "X-Carrier-Signature", "t=" + seconds + ",v1=" + HexFormat.of().formatHex(sum))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
