package peal.gateway;

import com.fasterxml.jackson.databind.node.TextNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import peal.domain.FirstAnswer;
import peal.gateway.access.Caller;
import peal.gateway.access.Secret;
import peal.gateway.json.JsonBody;
import peal.service.Ids;
import peal.service.http.ApiError;

/**
 * {@code Idempotency-Key}: a request that makes something is done once, however often it is sent.
 *
 * <p>The id of what it makes is chosen and written down before anything is made. So a repeat,
 * through whichever gateway, at the same moment or after a crash in the middle, makes the same
 * thing again, which changes nothing, and never a second one.
 */
public final class Repeats {
  /** An answer is about as long as what was asked, and one record must hold it, escaped. */
  private static final int LONGEST = 256 << 10;

  private static final String TOKEN = "peal.id-to-make";
  private static final String SHOWN = "peal.key-shown";
  private static final String MARK = "sha256 of the key: ";

  private final Table<FirstAnswer> answers;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;
  private final Optional<String> root;

  /**
   * Remembers in {@code answers}.
   *
   * @param root a secret that all gateways have, if they have one
   */
  public Repeats(
      Table<FirstAnswer> answers,
      JsonBody body,
      Ids ids,
      InstantSource clock,
      Optional<String> root) {
    this.root = root;
    this.answers = answers;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** What the id of the thing that a request makes must end with; {@code ids} where it is free. */
  public static String token(Context ctx, Ids ids) {
    return Optional.<String>ofNullable(ctx.attribute(TOKEN)).orElseGet(ids::next);
  }

  /** {@code handler}, which makes something with the id of {@link #token}, and answers JSON. */
  public Handler once(Handler handler) {
    return ctx -> {
      Optional<String> key = IdempotencyKey.of(ctx, () -> owner(ctx));
      if (key.isEmpty()) {
        handler.handle(ctx);
      } else {
        once(ctx, handler, key.get(), hash(ctx));
      }
    };
  }

  private void once(Context ctx, Handler handler, String key, String hash) throws Exception {
    FirstAnswer first =
        answers.update(key, before -> before.filter(this::holds).orElse(fresh(hash)));
    if (!first.requestHash().equals(hash)) {
      throw IdempotencyKey.reused();
    }
    if (first.status() != null) {
      ctx.status(first.status()).header("Idempotency-Replayed", "true");
      ctx.contentType("application/json").result(shown(ctx, first));
      return;
    }
    ctx.attribute(TOKEN, first.token());
    try {
      handler.handle(ctx);
    } catch (ApiError e) {
      if (e.status() < 500) {
        answers.update(key, before -> before.orElse(first).refused());
      }
      throw e;
    }
    String answer = ctx.result();
    int status = ctx.statusCode();
    answers.update(key, before -> before.orElse(first).answered(status, hidden(ctx, answer)));
    ctx.contentType("application/json").result(answer);
  }

  /**
   * As {@link #once}, for what answers with a new API key, of which only a hash may be kept. The
   * key follows from the token and a secret of the gateways, so that a repeat can be shown it
   * again.
   */
  public Handler onceShowingAKey(Handler handler) {
    Handler once = once(handler);
    return ctx -> {
      if (root.isEmpty() && ctx.header("Idempotency-Key") != null) {
        throw Refusals.field(
            "Idempotency-Key",
            "This server has no PEAL_INTERNAL_TOKEN, by which it could show a repeat the same key."
                + " Send this without 'Idempotency-Key'.");
      }
      once.handle(ctx);
    };
  }

  /** A new API key, which the answer will show: the same one for each repeat of a request. */
  public String newKey(Context ctx) {
    String token = ctx.attribute(TOKEN);
    String key = token == null ? Secret.newKey() : Secret.keyOf(root.orElseThrow(), token);
    showsKey(ctx, key);
    return key;
  }

  /** Says that the answer will show {@code key}, which must not be kept. */
  public static void showsKey(Context ctx, String key) {
    ctx.attribute(SHOWN, key);
  }

  /** The answer as it is kept: with a hash where it shows a key. */
  private static String hidden(Context ctx, String answer) {
    String key = ctx.attribute(SHOWN);
    return key == null ? answer : answer.replace(quoted(key), quoted(mark(key)));
  }

  /** The answer as it was. */
  private String shown(Context ctx, FirstAnswer first) {
    if (!first.body().contains(MARK)) {
      return first.body();
    }
    String key =
        body.read(ctx)
            .text("apiKey", 200)
            .orElseGet(() -> Secret.keyOf(root.orElse(""), first.token()));
    if (!first.body().contains(quoted(mark(key)))) {
      throw new ApiError(
          409,
          "Done before",
          "This was done, but its key cannot be shown again. Revoke it and make another.",
          "KEY_NOT_SHOWN_AGAIN");
    }
    return first.body().replace(quoted(mark(key)), quoted(key));
  }

  private static String mark(String key) {
    return MARK + Secret.sha256(key);
  }

  private static String quoted(String text) {
    return new TextNode(text).toString();
  }

  private boolean holds(FirstAnswer answer) {
    return IdempotencyKey.isRemembered(answer, clock.instant());
  }

  private FirstAnswer fresh(String hash) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return FirstAnswer.started(hash, ids.next(), now);
  }

  /** Operators have no workspace; no workspace's id begins with a dot. */
  private static String owner(Context ctx) {
    return Caller.find(ctx).map(caller -> caller.workspace().id().value()).orElse(".operator");
  }

  private String hash(Context ctx) {
    byte[] bytes = body.bytes(ctx);
    if (bytes.length > LONGEST) {
      throw Refusals.tooLarge(
          "With an Idempotency-Key a body may have at most " + LONGEST + " bytes.");
    }
    String what = ctx.method() + " " + ctx.path() + "\n";
    return Secret.sha256(what + new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
