package peal.gateway;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import peal.domain.FirstAnswer;
import peal.gateway.access.Caller;
import peal.gateway.access.Secret;
import peal.gateway.json.JsonBody;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Upload;
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
  private static final Duration REMEMBERED = Duration.ofHours(24);

  /** An answer is about as long as what was asked, and one record must hold it, escaped. */
  private static final int LONGEST = 256 << 10;

  private static final String UNKNOWN = "";
  private static final String TOKEN = "peal.id-to-make";

  private final Table<FirstAnswer> answers;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /** Remembers in {@code answers}. */
  public Repeats(Table<FirstAnswer> answers, JsonBody body, Ids ids, InstantSource clock) {
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
      String given = ctx.header("Idempotency-Key");
      if (given == null) {
        handler.handle(ctx);
      } else {
        once(ctx, handler, key(ctx, given), hash(ctx));
      }
    };
  }

  private void once(Context ctx, Handler handler, String key, String hash) throws Exception {
    FirstAnswer first =
        answers.update(key, before -> before.filter(this::holds).orElse(fresh(hash)));
    if (!first.requestHash().equals(hash)) {
      throw reused();
    }
    if (first.status() != null) {
      ctx.status(first.status()).header("Idempotency-Replayed", "true");
      ctx.contentType("application/json").result(first.body());
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
    answers.update(key, before -> before.orElse(first).answered(status, answer));
    ctx.contentType("application/json").result(answer);
  }

  /**
   * Hands an upload on once. What it asked is known only when all of it has gone by, so that it is
   * compared with a repeat's when that one comes. Where it is not known how the first try ended, a
   * repeat is refused, so that nobody is ever dialed twice.
   *
   * @param send hands the upload on
   * @throws ApiError what {@code send} throws; 409 while the end of the first try is not known; 422
   */
  public Answer once(Context ctx, Upload upload, Supplier<Answer> send) {
    String given = ctx.header("Idempotency-Key");
    if (given == null) {
      return send.get();
    }
    String key = key(ctx, given);
    FirstAnswer mine = fresh(UNKNOWN);
    FirstAnswer first = answers.update(key, before -> before.filter(this::holds).orElse(mine));
    return first.token().equals(mine.token())
        ? first(key, mine, upload, send)
        : again(ctx, first, upload);
  }

  /**
   * Hands a small body on once, as {@link #once(Context, Upload, Supplier)} does an upload.
   *
   * @param json the body
   * @param send hands it on; a 503 says that certainly nothing was made
   * @throws ApiError what {@code send} throws; 409 while the end of the first try is not known; 422
   */
  public Answer once(Context ctx, byte[] json, Supplier<Answer> send) {
    String given = ctx.header("Idempotency-Key");
    if (given == null) {
      return send.get();
    }
    String key = key(ctx, given);
    String hash = Secret.sha256("call\n" + new String(json, StandardCharsets.ISO_8859_1));
    FirstAnswer mine = fresh(hash);
    FirstAnswer first = answers.update(key, before -> before.filter(this::holds).orElse(mine));
    if (!first.requestHash().equals(hash)) {
      throw reused();
    }
    return first.token().equals(mine.token()) ? sent(key, mine, send) : replayed(ctx, first);
  }

  private Answer sent(String key, FirstAnswer mine, Supplier<Answer> send) {
    Answer answer;
    try {
      answer = send.get();
    } catch (ApiError e) {
      if (e.status() == 503) {
        answers.update(key, before -> mine.refused());
      }
      throw e;
    }
    remember(key, mine, answer);
    return answer;
  }

  /** A success is replayed, a refusal may be tried again, and of a fault nobody knows the end. */
  private void remember(String key, FirstAnswer asked, Answer answer) {
    if (answer.status() < 300) {
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      answers.update(key, before -> asked.answered(answer.status(), text));
    } else if (answer.status() < 500 || answer.status() == 503) {
      answers.update(key, before -> asked.refused());
    }
  }

  private Answer first(String key, FirstAnswer mine, Upload upload, Supplier<Answer> send) {
    Answer answer;
    try {
      answer = send.get();
    } catch (ApiError e) {
      // A 413 may be a guess, made when ingest fell silent after most of a large file.
      if (e.status() == 400 || upload.untouched()) {
        answers.update(key, before -> mine.refused());
      }
      throw e;
    }
    // Only now has all of the upload gone by, so that its hash is known; a refusal has none.
    boolean taken = answer.status() < 300;
    remember(
        key,
        taken ? FirstAnswer.started(upload.hash(), mine.token(), mine.startedAt()) : mine,
        answer);
    return answer;
  }

  private static Answer again(Context ctx, FirstAnswer first, Upload upload) {
    if (first.status() != null) {
      upload.drain();
      if (!first.requestHash().equals(upload.hash())) {
        throw reused();
      }
    }
    return replayed(ctx, first);
  }

  private static Answer replayed(Context ctx, FirstAnswer first) {
    if (first.status() == null) {
      throw new ApiError(
          409,
          "Request under way",
          "The first request with this Idempotency-Key is still under way, or nobody knows how it"
              + " ended. Look whether it was done before you use a new key.",
          "IDEMPOTENCY_KEY_IN_USE");
    }
    ctx.header("Idempotency-Replayed", "true");
    return new Answer(
        first.status(),
        Map.of("Content-Type", "application/json"),
        first.body().getBytes(StandardCharsets.UTF_8));
  }

  private static ApiError reused() {
    return new ApiError(
        422,
        "Idempotency key reused",
        "This Idempotency-Key was used for another request. Use a new one.",
        "IDEMPOTENCY_KEY_REUSED");
  }

  private boolean holds(FirstAnswer answer) {
    return answer.startedAt().isAfter(clock.instant().minus(REMEMBERED));
  }

  private FirstAnswer fresh(String hash) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return FirstAnswer.started(hash, ids.next(), now);
  }

  /** A hash of it, for whatever a client puts in may be personal, and of any length. */
  private static String key(Context ctx, String given) {
    if (!given.matches("[ -~]{1,255}") || given.isBlank()) {
      throw Refusals.field(
          "Idempotency-Key", "'Idempotency-Key' must be 1 to 255 printable ASCII characters.");
    }
    return Caller.of(ctx).workspace().id() + "/" + Secret.sha256(given);
  }

  private String hash(Context ctx) {
    byte[] bytes = body.bytes(ctx);
    if (bytes.length > LONGEST) {
      throw Refusals.tooLarge(
          "With an Idempotency-Key a body may have at most " + LONGEST + " bytes.");
    }
    String what = ctx.method() + " " + ctx.endpoint().path + "\n";
    return Secret.sha256(what + new String(bytes, StandardCharsets.ISO_8859_1));
  }
}
