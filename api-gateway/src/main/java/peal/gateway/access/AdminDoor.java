package peal.gateway.access;

import io.javalin.http.Context;
import peal.service.http.ApiError;

/** Lets in who holds the operator's token: {@code Authorization: Bearer <token>}. */
public final class AdminDoor {
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
    if (Bearer.of(ctx).filter(token -> Secret.sameHash(hash, Secret.sha256(token))).isEmpty()) {
      throw new ApiError(
          401,
          "Unauthorized",
          "Send the operator's token as 'Authorization: Bearer <token>'.",
          "UNAUTHORIZED");
    }
  }
}
