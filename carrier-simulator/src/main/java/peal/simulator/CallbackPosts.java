package peal.simulator;

import java.time.InstantSource;
import java.util.List;

/** Writes callbacks as their receiver wants them, and signs them. Thread-safe. */
final class CallbackPosts {
  private final String secret;
  private final Signature signature;
  private final InstantSource clock;

  /** Posts that are signed with {@code secret}. */
  CallbackPosts(String secret, InstantSource clock) {
    this.secret = secret;
    this.signature = new Signature(secret);
    this.clock = clock;
  }

  /** A request to make. */
  record Post(
      String url, String contentType, byte[] body, String signatureHeader, String signature) {}

  /** The request that tells {@code callbacks}, of which Twilio's form takes one. */
  Post of(Callbacks.Address to, List<Callback> callbacks) {
    Callback first = callbacks.getFirst();
    return switch (to.format()) {
      case PEAL -> {
        byte[] body =
            callbacks.size() == 1 ? CallMessages.bytes(first) : CallMessages.bytes(callbacks);
        yield new Post(
            to.url(),
            "application/json",
            body,
            Signature.HEADER,
            signature.of(body, clock.instant()));
      }
      case TWILIO -> {
        TwilioCallback form = new TwilioCallback(first);
        String url = to.url() + (first.reference() == null ? "" : "?" + first.reference());
        yield new Post(
            url,
            "application/x-www-form-urlencoded",
            form.body(),
            TwilioCallback.HEADER,
            form.signature(url, secret));
      }
    };
  }
}
