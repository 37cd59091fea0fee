package peal.gateway.access;

import io.javalin.http.Context;
import peal.service.http.ApiError;

/**
 * Lets in who holds the operator's token: {@code Authorization: Bearer <token>}. There is one, and
 * it opens everything: so whoever guesses too much is not looked at until a while has passed.
 */
public final class AdminDoor {
  private final String hash;
  private final Failures failures;

  /** A door that {@code token} opens, at which {@code failures} are counted. */
  public AdminDoor(String token, Failures failures) {
    this.hash = Secret.sha256(token);
    this.failures = failures;
  }

  /**
   * Passes silently.
   *
   * @throws ApiError 401 without the token
   * @throws TooManyRequests when the address has failed too often, be the token right or wrong
   */
  public void admit(Context ctx) {
    if (!failures.look(ctx, () -> hasToken(ctx))) {
      String quotes = isQuoted(ctx) ? " without quotes" : "";
      throw new ApiError(
          401,
          "Unauthorized",
          "Send the operator's token%s as 'Authorization: Bearer <token>'.".formatted(quotes),
          "UNAUTHORIZED");
    }
  }

  /** A shell or a file of settings has put them there. */
  private static boolean isQuoted(Context ctx) {
    return Bearer.of(ctx).filter(Bearer::isQuoted).isPresent();
  }

  private boolean hasToken(Context ctx) {
    return Bearer.of(ctx).filter(token -> Secret.sameHash(hash, Secret.sha256(token))).isPresent();
  }
}
