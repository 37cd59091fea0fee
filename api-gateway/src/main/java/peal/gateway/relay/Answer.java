package peal.gateway.relay;

import io.javalin.http.Context;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a service behind the gateway said.
 *
 * @param status HTTP status
 * @param headers those that a client may see
 * @param body as it came
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final List<String> PASSED_ON =
      List.of("Content-Type", "Content-Disposition", "Retry-After", "X-Peal-Stale");

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), passedOn(response), response.body());
  }

  /** The headers that a client may see. */
  static Map<String, String> passedOn(HttpResponse<?> response) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : PASSED_ON) {
      response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  /** Says the same to the client. */
  public void passOn(Context ctx) {
    ctx.status(status);
    headers.forEach(ctx::header);
    ctx.result(body);
  }
}
