package peal.gateway.console;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The web console: a page at {@code /} and its files under {@code /console/}, all from this jar. It
 * talks to the public API with the key that its user types in; here nothing is known of users, and
 * nothing is remembered.
 */
public final class Console {
  /** Scripts and styles come from here alone, none stand in the page, and nobody may frame it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'";

  private static final String PAGE = "index.html";
  private static final List<String> FILES =
      List.of(
          PAGE,
          "console.css",
          "icon.svg",
          "app.js",
          "access.js",
          "api.js",
          "agents.js",
          "batch.js",
          "batches.js",
          "call.js",
          "calls.js",
          "cancel.js",
          "check.js",
          "columns.js",
          "dialing.js",
          "do-not-call.js",
          "dom.js",
          "events.js",
          "numbers.js",
          "plan.js",
          "forecast.js",
          "plot.js",
          "redial.js",
          "retries.js",
          "rows.js",
          "sign-in.js",
          "upload.js",
          "webhooks.js",
          "words.js");

  private final Map<String, Asset> assets;

  private Console(Map<String, Asset> assets) {
    this.assets = assets;
  }

  /** Reads the files. */
  public static Console load() {
    Map<String, Asset> assets = new LinkedHashMap<>();
    for (String name : FILES) {
      try (InputStream in = Console.class.getResourceAsStream("/peal/console/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the jar lacks the console's " + name);
        }
        assets.put(name, Asset.of(name, in.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Console(assets);
  }

  /** Adds the paths. */
  public void addTo(JavalinConfig config) {
    config.routes.get("/", ctx -> answer(ctx, PAGE));
    for (String name : assets.keySet()) {
      if (!name.equals(PAGE)) {
        config.routes.get("/console/" + name, ctx -> answer(ctx, name));
      }
    }
  }

  private void answer(Context ctx, String name) {
    Asset asset = assets.get(name);
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    // Asked for again each time, so that page and scripts are always of one version.
    ctx.header("Cache-Control", "no-cache");
    ctx.header("ETag", asset.tag());
    if (asset.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType(asset.type()).result(asset.bytes());
    }
  }
}
