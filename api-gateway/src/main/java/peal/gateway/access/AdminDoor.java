package peal.gateway.access;

import io.javalin.http.Context;
import peal.service.http.ApiError;

/** Lets in who holds the operator's token: {@code Authorization: Bearer <token>}. */
public final class AdminDoor {
  private static final String SCHEME = "Bearer ";

  private final String hash;

  /** A door that {@code token} opens. */
  public AdminDoor(String token) {
    this.hash = Secret.sha256(token);
  }

  /**
   * Passes silently.
   *
   * @throws ApiError 401 without the token
   */
  public void admit(Context ctx) {
    String given = ctx.header("Authorization");
    if (given == null
        || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || !Secret.sameHash(hash, Secret.sha256(given.substring(SCHEME.length()).strip()))) {
      throw new ApiError(
          401,
          "Unauthorized",
          "Send the operator's token as 'Authorization: Bearer <token>'.",
          "UNAUTHORIZED");
    }
  }
}
