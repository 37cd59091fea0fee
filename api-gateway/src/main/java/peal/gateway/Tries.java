package peal.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import peal.domain.FirstAnswer;
import peal.gateway.Verdict.Ending;
import peal.gateway.Verdict.Go;
import peal.gateway.access.Caller;
import peal.gateway.access.Secret;
import peal.gateway.json.CanonicalJson;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Upload;
import peal.service.ByteBudget;
import peal.service.Ids;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/**
 * {@code Idempotency-Key} for what ingest does: uploads and single calls. Here a key is held while
 * a try is under way and its answer is remembered; that two tries never both start something is
 * ingest's doing, by Kafka (docs/adr/0012), so that it holds whichever of them dies when.
 */
public final class Tries {
  /** The id that all tries of a request have in common. */
  private static final String CLAIM = "X-Peal-Claim";

  private static final String SINCE = "X-Peal-Tried-Since";

  /** Nothing is to be started but what an earlier try has started. */
  private static final String LOOK_ONLY = "X-Peal-Look-Only";

  /** Every gateway keeps it in its heap for a day. */
  static final int LARGEST_KEPT = 4 << 10;

  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private final Table<FirstAnswer> answers;
  private final TableRoom room;
  private final Ids ids;
  private final InstantSource clock;

  /** Remembers in {@code answers}, as far as there is {@code room}. */
  public Tries(Table<FirstAnswer> answers, TableRoom room, Ids ids, InstantSource clock) {
    this.answers = answers;
    this.room = room;
    this.ids = ids;
    this.clock = clock;
  }

  /** Hands a request on, with headers for ingest. */
  public interface Send extends Function<Map<String, String>, Answer> {}

  /**
   * What an earlier try of the same request was answered, if one has started something; else {@code
   * refusal}, and nothing is started.
   *
   * @param headers as {@code send} was given them
   */
  public static Answer orAnswerOfEarlier(Answer refusal, Map<String, String> headers, Send send) {
    if (!headers.containsKey(SINCE)) {
      return refusal;
    }
    Map<String, String> looking = new LinkedHashMap<>(headers);
    looking.put(LOOK_ONLY, "true");
    Answer looked = send.apply(looking);
    boolean nothing = looked.status() >= 300 && Answer.SETTLED.equals(looked.tries());
    return nothing ? refusal.settled() : looked;
  }

  /** Ends a try where it would have begun: what it would do is done already. */
  private static final class DoneBefore extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient FirstAnswer first;

    DoneBefore(FirstAnswer first) {
      super("done before", null, false, false);
      this.first = first;
    }
  }

  /**
   * Hands an upload on. All that it asks is known only when all of it has gone by; so the last of
   * it is held back until the key is this try's, and nothing is started before.
   *
   * @throws ApiError what {@code send} throws; 409 while another try is under way; 422 when the key
   *     was used for another form; 408 and 503 where that one is too slow, or there is no room
   */
  public Answer once(Context ctx, Upload upload, Send send) {
    Optional<String> key = IdempotencyKey.of(ctx);
    if (key.isEmpty()) {
      return send.apply(Map.of());
    }
    IdempotencyKey.requireRoom(ctx, answers, room, key.get());
    try (ByteBudget.Held held = upload.hashed(Caller.of(ctx).workspace().id().value())) {
      return switch (arriving(key.get())) {
        case Verdict.Busy busy -> throw IdempotencyKey.busy(ctx, busy);
        case Verdict.Reused reused -> throw IdempotencyKey.reused();
        case Verdict.Replay replay -> {
          upload.drain();
          if (!replay.first().requestHash().equals(upload.hash())) {
            throw IdempotencyKey.reused();
          }
          yield replayed(ctx, replay.first());
        }
        case Go go -> {
          Try mine = new Try(ctx, key.get(), go);
          upload.holdBackItsEnd(mine::take);
          yield mine.run(send);
        }
      };
    }
  }

  /**
   * Hands a small body on.
   *
   * @param what what it is for: another key is needed for anything else
   * @throws ApiError as for an upload
   */
  public Answer once(Context ctx, String what, byte[] json, Send send) {
    Optional<String> key = IdempotencyKey.of(ctx);
    if (key.isEmpty()) {
      return send.apply(Map.of());
    }
    IdempotencyKey.requireRoom(ctx, answers, room, key.get());
    byte[] said = CanonicalJson.of(json);
    String hash = Secret.sha256(what + "\n" + new String(said, StandardCharsets.ISO_8859_1));
    Go arrived = arriving(key.get()) instanceof Go go ? go : new Go(Optional.empty());
    Try mine = new Try(ctx, key.get(), arrived);
    try {
      mine.take(hash);
    } catch (DoneBefore e) {
      return replayed(ctx, e.first);
    }
    return mine.run(send);
  }

  private Verdict arriving(String key) {
    answers.current();
    return Verdict.arriving(answers.get(key).filter(this::holds), now());
  }

  /** One try of a request. */
  final class Try {
    private final Context ctx;
    private final String key;
    private final Go arrived;
    private final String name = ids.next();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean ended;
    private boolean taken;
    private Thread holder;
    private Ending how;
    private Answer last;

    Try(Context ctx, String key, Go arrived) {
      this.ctx = ctx;
      this.key = key;
      this.arrived = arrived;
    }

    /**
     * Makes the key this try's, or ends it. While Kafka is asked for the key the try may end on the
     * other side; then the key is let go again, for nobody else would.
     */
    void take(String hash) {
      answers.update(key, before -> taking(before.filter(Tries.this::holds), hash));
      turn.lock();
      try {
        taken = true;
        if (!ended) {
          holder = Thread.ofVirtual().name("holds-a-key").start(this::keepHolding);
          return;
        }
      } finally {
        turn.unlock();
      }
      letGo();
      throw Refusals.unavailable("The request ended before all of it was handed on.");
    }

    /** As long as this gateway lives and waits, however long ingest takes, nobody else may try. */
    private void keepHolding() {
      while (!ended) {
        try {
          Thread.sleep(Verdict.HELD.dividedBy(3));
          answers.update(key, this::heldOn);
        } catch (InterruptedException e) {
          return;
        } catch (RuntimeException | Error fault) {
          // Kafka is away, or there is nothing to hold any more; it is seen in a while.
        }
      }
    }

    private FirstAnswer heldOn(Optional<FirstAnswer> known) {
      return known
          .filter(answer -> !ended && answer.token().equals(name) && answer.status() == null)
          .map(answer -> answer.held(name, now().plus(Verdict.HELD)))
          .orElseThrow(() -> new IllegalStateException("the key is not held"));
    }

    private FirstAnswer taking(Optional<FirstAnswer> known, String hash) {
      Instant now = now();
      return switch (Verdict.complete(known, arrived, hash, now)) {
        case Verdict.Busy busy -> throw IdempotencyKey.busy(ctx, busy);
        case Verdict.Reused reused -> throw IdempotencyKey.reused();
        case Verdict.Replay replay -> throw new DoneBefore(replay.first());
        case Go go ->
            known
                .orElseGet(() -> FirstAnswer.started(hash, name, now))
                .held(name, now.plus(Verdict.HELD));
      };
    }

    Answer run(Send send) {
      Answer answer;
      try {
        answer = send.apply(headers());
      } catch (DoneBefore e) {
        return replayed(ctx, e.first);
      } catch (RuntimeException | Error e) {
        // Here it is only seen that it broke off. A try that never ended would hold its key.
        end(Ending.UNKNOWN, null);
        throw e;
      }
      end(Verdict.ending(answer.status(), arrived, answer.tries()), answer);
      if (answer.status() < 300 && answer.isRepeated()) {
        ctx.header(IdempotencyKey.REPLAYED, "true");
      }
      return answer;
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(CLAIM, Secret.sha256(key));
      arrived.triedSince().ifPresent(at -> headers.put(SINCE, Long.toString(at.toEpochMilli())));
      return headers;
    }

    private void end(Ending ending, Answer answer) {
      turn.lock();
      try {
        how = ending;
        last = answer;
        ended = true;
        if (!taken) {
          return;
        }
        holder.interrupt();
      } finally {
        turn.unlock();
      }
      letGo();
    }

    /** What another try has made of the key meanwhile stays, but for an answer that is certain. */
    private void letGo() {
      answers.update(
          key,
          before -> {
            FirstAnswer known = before.orElseGet(() -> FirstAnswer.started("", name, now()));
            boolean mine = known.token().equals(name);
            return switch (how) {
              case DONE -> known.answered(last.status(), text(last));
              case NOTHING -> mine ? known.refused() : known;
              case UNKNOWN -> mine && known.status() == null ? known.held(name, now()) : known;
            };
          });
    }
  }

  /** What is kept of an answer: of a long one no warning about a row, which make it long. */
  private static String text(Answer answer) {
    if (answer.body().length > LARGEST_KEPT) {
      try {
        if (JSON.readTree(answer.body()) instanceof ObjectNode all) {
          if (all.path("warnings") instanceof ObjectNode warnings) {
            warnings.putArray("first");
          }
          return all.toString();
        }
      } catch (IOException e) {
        // It is kept as it came.
      }
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Answer replayed(Context ctx, FirstAnswer first) {
    ctx.header(IdempotencyKey.REPLAYED, "true");
    return new Answer(
        first.status(),
        Map.of("Content-Type", "application/json"),
        first.body().getBytes(StandardCharsets.UTF_8));
  }

  private boolean holds(FirstAnswer answer) {
    return IdempotencyKey.isRemembered(answer, clock.instant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
