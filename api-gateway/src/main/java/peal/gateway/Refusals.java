package peal.gateway;

import java.util.Locale;
import java.util.Map;
import peal.service.http.ApiError;

/** The refusals that more than one part of the gateway gives. */
public final class Refusals {
  private Refusals() {}

  /** 400: a field is missing or wrong; the body names it as {@code field}. */
  public static ApiError field(String field, String sentence) {
    return new ApiError(400, "Invalid request", sentence, "INVALID_FIELD", Map.of("field", field));
  }

  /** 400: not about one field. */
  public static ApiError badRequest(String sentence) {
    return new ApiError(400, "Invalid request", sentence, "INVALID_REQUEST");
  }

  /** 404 for an id, the same whether it never existed or belongs to someone else. */
  public static ApiError unknown(String what, String id) {
    return new ApiError(
        404,
        what + " not found",
        "There is no " + what.toLowerCase(Locale.ROOT) + " with this id.",
        "NOT_FOUND",
        Map.of("id", id));
  }

  /** 409. */
  public static ApiError conflict(String sentence, String code) {
    return new ApiError(409, "Conflict", sentence, code);
  }

  /** 413. */
  public static ApiError tooLarge(String sentence) {
    return new ApiError(413, "Payload too large", sentence, "PAYLOAD_TOO_LARGE");
  }

  /** 413: the workspace has taken all that it may. */
  public static ApiError quota(String sentence) {
    return new ApiError(413, "Quota exceeded", sentence, "QUOTA_EXCEEDED");
  }

  /** 503; the answer carries {@code Retry-After}. */
  public static ApiError unavailable(String sentence) {
    return new ApiError(503, "Service unavailable", sentence, "UNAVAILABLE");
  }

  /** 503: what bodies may take of the heap, or of it the caller's share, is taken. */
  public static ApiError tooManyBodies() {
    return new ApiError(
        503,
        "Service unavailable",
        "As many bodies as this gateway holds at once are being read, or this workspace's share of"
            + " them. Send this one again in a moment.",
        "TOO_MANY_BODIES");
  }

  /** 503: what unread answers may take of the heap, or of it the caller's share, is taken. */
  public static ApiError tooManyAnswers() {
    return new ApiError(
        503,
        "Service unavailable",
        "As many answers as this gateway holds at once are not read to their ends, or this"
            + " workspace's share of them. Read those, and send this one again in a moment.",
        "TOO_MANY_ANSWERS");
  }
}
