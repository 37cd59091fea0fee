package peal.gateway.relay;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Map;
import peal.service.http.Streamed;

/**
 * What a service behind the gateway says while it is still saying it. Must be passed on or closed.
 */
public final class Stream implements AutoCloseable {
  private final int status;
  private final Map<String, String> headers;
  private final InputStream body;

  private Stream(int status, Map<String, String> headers, InputStream body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Stream of(HttpResponse<InputStream> response) {
    return new Stream(response.statusCode(), Answer.passedOn(response), response.body());
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** What it is saying. */
  public InputStream body() {
    return body;
  }

  /**
   * Says the same to the client, piece by piece. If it breaks off here, it breaks off for the
   * client.
   */
  public void passOn(Context ctx) {
    ctx.status(status);
    headers.forEach(ctx::header);
    try (this) {
      Streamed.to(ctx, body::transferTo);
    }
  }

  /** Wants no more of it. */
  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // It is not wanted any more.
    }
  }
}
