package peal.gateway;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import peal.domain.FirstAnswer;
import peal.gateway.access.Caller;
import peal.gateway.access.Secret;
import peal.gateway.json.CanonicalJson;
import peal.gateway.json.JsonBody;
import peal.service.Ids;
import peal.service.http.ApiError;

/**
 * {@code Idempotency-Key}: a request that makes something is done once, however often it is sent.
 *
 * <p>The id of what it makes is chosen and written down before anything is made. So a repeat,
 * through whichever gateway, at the same moment or after a crash in the middle, makes the same
 * thing again, which changes nothing, and never a second one. Of what was answered nothing is kept
 * but that it was: a repeat is shown what was made, by a handler that asks first who may see it.
 */
public final class Repeats {
  /** An answer is about as long as what was asked, and one record must hold it, escaped. */
  private static final int LONGEST = 256 << 10;

  private static final String TOKEN = "peal.id-to-make";

  private final Table<FirstAnswer> answers;
  private final TableRoom room;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Remembers in {@code answers}, as far as there is {@code room}. */
  public Repeats(
      Table<FirstAnswer> answers, TableRoom room, JsonBody body, Ids ids, InstantSource clock) {
    this.answers = answers;
    this.room = room;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** What the id of the thing that a request makes must end with; {@code ids} where it is free. */
  public static String token(Context ctx, Ids ids) {
    return Optional.<String>ofNullable(ctx.attribute(TOKEN)).orElseGet(ids::next);
  }

  /** 409: what the first request made is not there any more. */
  public static ApiError madeAndGone(String id) {
    return new ApiError(
        409,
        "Made and deleted",
        "The first request with this Idempotency-Key made this, and it was deleted since. Send"
            + " another key to make another.",
        "MADE_AND_DELETED",
        Map.of("id", id));
  }

  /**
   * A request that makes something.
   *
   * @param make makes it, with the id of {@link #token}, and answers
   * @param made answers a repeat, with what was made as it is now; must check the caller's rights
   *     as {@code make} does
   */
  public Handler once(Handler make, Handler made) {
    return ctx -> {
      Optional<String> key = IdempotencyKey.of(ctx, () -> owner(ctx));
      if (key.isEmpty()) {
        make.handle(ctx);
      } else {
        once(ctx, make, made, key.get(), hash(ctx));
      }
    };
  }

  private void once(Context ctx, Handler make, Handler made, String key, String hash)
      throws Exception {
    IdempotencyKey.requireRoom(ctx, answers, room, key);
    FirstAnswer first =
        answers.update(key, before -> before.filter(this::holds).orElse(fresh(hash)));
    if (!first.requestHash().equals(hash)) {
      throw IdempotencyKey.reused();
    }
    ctx.attribute(TOKEN, first.token());
    if (first.status() != null) {
      made.handle(ctx);
      ctx.header(IdempotencyKey.REPLAYED, "true");
      return;
    }
    try {
      make.handle(ctx);
    } catch (ApiError e) {
      if (e.status() < 500) {
        answers.update(key, before -> before.orElse(first).refused());
      }
      throw e;
    }
    int status = ctx.statusCode();
    answers.update(key, before -> before.orElse(first).answered(status, null));
  }

  private boolean holds(FirstAnswer answer) {
    return IdempotencyKey.isRemembered(answer, clock.instant());
  }

  private FirstAnswer fresh(String hash) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return FirstAnswer.started(hash, ids.next(), now);
  }

  /** Operators have no workspace; no workspace's id begins with a dot. */
  private static IdempotencyKey.Owner owner(Context ctx) {
    return Caller.find(ctx)
        .map(IdempotencyKey.Owner::of)
        .orElse(new IdempotencyKey.Owner(".operator", ""));
  }

  private String hash(Context ctx) {
    byte[] bytes = body.bytes(ctx);
    if (bytes.length > LONGEST) {
      throw Refusals.tooLarge(
          "With an Idempotency-Key a body may have at most " + LONGEST + " bytes.");
    }
    String what = ctx.method() + " " + ctx.path() + "\n";
    return Secret.sha256(what + new String(CanonicalJson.of(bytes), StandardCharsets.ISO_8859_1));
  }
}
