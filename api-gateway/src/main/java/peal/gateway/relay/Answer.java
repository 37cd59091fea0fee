package peal.gateway.relay;

import io.javalin.http.Context;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.gateway.Stale;

/**
 * What a service behind the gateway said.
 *
 * @param status HTTP status
 * @param headers those that are of use here; the client sees all but one
 * @param body as it came
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final List<String> PASSED_ON =
      List.of("Content-Type", "Content-Disposition", "Retry-After", Stale.HEADER);

  private static final String TRIES = "X-Peal-Tries";

  /** Of {@link #tries}: the earlier ones have started nothing, and never will. */
  public static final String SETTLED = "settled";

  private static final String REPEATED = "repeated";

  static Answer of(HttpResponse<byte[]> response) {
    Map<String, String> headers = passedOn(response);
    response.headers().firstValue(TRIES).ifPresent(value -> headers.put(TRIES, value));
    return new Answer(response.statusCode(), headers, response.body());
  }

  /** The headers that a client may see. */
  static Map<String, String> passedOn(HttpResponse<?> response) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : PASSED_ON) {
      response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  /** What ingest says of earlier tries of the same request; null where it says nothing. */
  public String tries() {
    return headers.get(TRIES);
  }

  /** Whether it tells of what an earlier try of the same request has started. */
  public boolean isRepeated() {
    return REPEATED.equals(tries());
  }

  /** The same, of which is known that no earlier try will ever start anything. */
  public Answer settled() {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(TRIES, SETTLED);
    return new Answer(status, more, body);
  }

  /** Says the same to the client. */
  public void passOn(Context ctx) {
    ctx.status(status);
    headers.forEach((name, value) -> {
      if (!name.equals(TRIES)) {
        ctx.header(name, value);
      }
    });
    ctx.result(body);
  }
}
