package peal.service.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal that a client can act on, in the batch family's shape (API contract, section 1).
 *
 * <p>It has no stack trace: it is an answer, not a fault.
 */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final String code;
  private final transient Map<String, Object> more;

  /**
   * A refusal.
   *
   * @param status HTTP status, 400–599
   * @param error a few words
   * @param message one sentence that says what was wrong, where, and what to do
   * @param code machine-readable, upper case
   * @param more further fields of the body
   */
  public ApiError(int status, String error, String message, String code, Map<String, ?> more) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
    this.code = code;
    this.more = new LinkedHashMap<>(more);
  }

  /** As the other constructor, without further fields. */
  public ApiError(int status, String error, String message, String code) {
    this(status, error, message, code, Map.of());
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The machine-readable code. */
  public String code() {
    return code;
  }

  /** The body: error, message, details (the same sentence), code, and the further fields. */
  public Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("message", getMessage());
    body.put("details", getMessage());
    body.put("code", code);
    body.putAll(more);
    return body;
  }
}
