package peal.dialer.carrier.http;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach a carrier over HTTP.
 *
 * @param address where its protocol is served, without a trailing slash
 * @param callbackUrl where it should report to; any worker may answer there
 * @param connectTimeout longest wait for a connection
 * @param answerTimeout longest wait for an answer; after it nobody knows whether it rang
 * @param honoursIdempotencyKeys whether this carrier rings once per key
 */
public record CarrierAccount(
    URI address,
    URI callbackUrl,
    Duration connectTimeout,
    Duration answerTimeout,
    boolean honoursIdempotencyKeys) {
  /** Refuses absent addresses and timeouts that are not above zero. */
  public CarrierAccount {
    if (address == null || callbackUrl == null) {
      throw new IllegalArgumentException("a carrier has an address and a callbackUrl");
    }
    if (!connectTimeout.isPositive() || !answerTimeout.isPositive()) {
      throw new IllegalArgumentException("connectTimeout and answerTimeout must be above zero");
    }
  }

  /** Two seconds to connect, five to answer; not known to ring once per key. */
  public static CarrierAccount at(URI address, URI callbackUrl) {
    return new CarrierAccount(
        address, callbackUrl, Duration.ofSeconds(2), Duration.ofSeconds(5), false);
  }

  /** The same, which rings once per key, or does not. */
  public CarrierAccount keepingKeys(boolean honours) {
    return new CarrierAccount(address, callbackUrl, connectTimeout, answerTimeout, honours);
  }

  URI calls() {
    return URI.create(address + "/calls");
  }
}
