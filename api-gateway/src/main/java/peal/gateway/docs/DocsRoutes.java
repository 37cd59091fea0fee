package peal.gateway.docs;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /openapi.json}, and {@code /docs}, which shows it to people. Everything that the page
 * needs comes from here; it loads nothing from anywhere else.
 */
public final class DocsRoutes {
  /**
   * The viewer sets styles on elements, which wants {@code unsafe-inline} for styles; scripts come
   * from files only.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

  private final Map<String, byte[]> read = new ConcurrentHashMap<>();

  /** Adds the routes. */
  public void addTo(JavalinConfig config) {
    config.routes.get("/openapi.json", this::document);
    config.routes.get("/docs", ctx -> answer(ctx, "docs.html"));
    config.routes.get("/docs/{file}", this::file);
  }

  private void document(Context ctx) {
    ctx.header("Access-Control-Allow-Origin", "*");
    ctx.contentType("application/json");
    ctx.result(read.computeIfAbsent("openapi.json", any -> ApiDocument.json()));
  }

  private void file(Context ctx) {
    switch (ctx.pathParam("file")) {
      case "docs.js" -> answer(ctx, "docs.js");
      case "swagger-ui.css" -> answer(ctx, viewer("swagger-ui.css"));
      case "swagger-ui-bundle.js" -> answer(ctx, viewer("swagger-ui-bundle.js"));
      default -> throw new NotFoundResponse();
    }
  }

  private void answer(Context ctx, String resource) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cache-Control", "no-cache");
    ctx.contentType(
        TYPES.get(resource.substring(resource.lastIndexOf('.') + 1)) + "; charset=utf-8");
    ctx.result(read.computeIfAbsent(resource, DocsRoutes::bytes));
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = DocsRoutes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar's paths name its version, and so does the jar. */
  private static String viewer(String file) {
    String about = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    try (InputStream in = DocsRoutes.class.getResourceAsStream(about)) {
      if (in == null) {
        throw new IllegalStateException("swagger-ui is not on the class path");
      }
      Properties properties = new Properties();
      properties.load(in);
      return "/META-INF/resources/webjars/swagger-ui/%s/%s"
          .formatted(properties.getProperty("version"), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
