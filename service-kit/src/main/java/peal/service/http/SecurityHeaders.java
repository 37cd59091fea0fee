package peal.service.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every answer tells a browser: nothing here is to be kept, framed, guessed at or run. A
 * handler that serves a page or a file that may be kept sets its own {@code Cache-Control} and
 * {@code Content-Security-Policy}.
 */
public final class SecurityHeaders {
  private static final String POLICY = "Content-Security-Policy";

  /** For data: nothing in it is ever loaded or run. */
  private static final String OF_DATA = "default-src 'none'; frame-ancestors 'none'";

  /** For pages that do not say better: only what this server itself serves. */
  private static final String OF_PAGES =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** Names and values for an answer that is no page. */
  public static Map<String, String> ofData() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cache-Control", "no-store");
    headers.put(POLICY, OF_DATA);
    return headers;
  }

  static void addTo(JavalinConfig config) {
    config.routes.before(ctx -> ofData().forEach(ctx::header));
    config.routes.after(SecurityHeaders::letPagesLoadTheirParts);
  }

  private static void letPagesLoadTheirParts(Context ctx) {
    String type = ctx.res().getContentType();
    if (type != null
        && type.startsWith("text/html")
        && OF_DATA.equals(ctx.res().getHeader(POLICY))) {
      ctx.header(POLICY, OF_PAGES);
    }
  }
}
