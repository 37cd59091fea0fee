package peal.service.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The secret that the services of one Peal share, so that nobody else uses the ports that they have
 * for each other. Without one those ports are open, which is allowed on loopback only. Thread-safe.
 */
public final class InternalToken {
  /** The header that carries it. */
  public static final String HEADER = "X-Peal-Internal-Token";

  /** Probes and scrapers have no secret, and learn no more than figures. */
  private static final Set<String> OPEN = Set.of("/health/live", "/health/ready", "/metrics");

  private final Optional<String> token;

  private InternalToken(Optional<String> token) {
    token.ifPresent(given -> Token.checked("PEAL_INTERNAL_TOKEN", given));
    this.token = token;
  }

  /** No token: for services that only this machine can reach. */
  public static InternalToken none() {
    return new InternalToken(Optional.empty());
  }

  /**
   * The token of a service that listens at {@code host}.
   *
   * @throws IllegalArgumentException when others than this machine can reach the service and there
   *     is no token, or the token is none
   */
  public static InternalToken at(String host, Optional<String> token) {
    if (token.isEmpty() && !Loopback.has(host)) {
      throw new IllegalArgumentException(
          "PEAL_INTERNAL_TOKEN must be set, to the same in every service, where PEAL_HOST is "
              + host
              + ", which other machines can reach");
    }
    return new InternalToken(token);
  }

  /**
   * The token of a service that asks others at {@code addresses}.
   *
   * @throws IllegalArgumentException when one of them is not on this machine, so that it demands a
   *     token, and there is none
   */
  public static InternalToken towards(Collection<URI> addresses, Optional<String> token) {
    for (URI address : addresses) {
      if (token.isEmpty() && !Loopback.has(address.getHost())) {
        throw new IllegalArgumentException(
            "PEAL_INTERNAL_TOKEN must be set, to the same in every service: "
                + address
                + " is not on this machine and will ask for it");
      }
    }
    return new InternalToken(token);
  }

  /**
   * Closes every path, known or not, but for health, metrics and {@code open}: 401 without the
   * token. Paths are compared exactly, so that no other spelling of one slips through.
   */
  public void guard(JavalinConfig config, String... open) {
    Set<String> alsoOpen = Set.of(open);
    token.ifPresent(secret ->
        config.routes.before(ctx -> {
          if (!OPEN.contains(ctx.path()) && !alsoOpen.contains(ctx.path())) {
            admit(ctx, secret);
          }
        }));
  }

  private static void admit(Context ctx, String secret) {
    String given = ctx.header(HEADER);
    if (given == null || !MessageDigest.isEqual(digest(given), digest(secret))) {
      throw new ApiError(
          401,
          "Unauthorized",
          "This port is for Peal's own services. They send PEAL_INTERNAL_TOKEN as " + HEADER + ".",
          "INTERNAL_TOKEN");
    }
  }

  /** Of equal length for every token, so that not even its length can be measured. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** {@code request}, with the token if there is one. */
  public HttpRequest.Builder sign(HttpRequest.Builder request) {
    token.ifPresent(secret -> request.header(HEADER, secret));
    return request;
  }

  /** Does not show it. */
  @Override
  public String toString() {
    return token.isPresent() ? "InternalToken[set]" : "InternalToken[none]";
  }
}
