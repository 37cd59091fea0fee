package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import peal.domain.Quotas;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.gateway.Stale;
import peal.gateway.relay.Answer;
import peal.service.http.ApiError;

/**
 * What the batches and single calls of each workspace take: those that have not ended are in the
 * heap of every dialer that has its lanes, for as long as they are scheduled; the rows of all are
 * on the disks of dialers, projectors and brokers until they are forgotten. The projectors count; a
 * gateway asks them once a second and adds what it is starting and has started since. So gateways
 * together may start a few more than the quotas say, and files that come in side by side may each
 * be the one that fills them; a file has a bound of its own ({@link Quotas#fileBytes}). Before it
 * refuses it asks again, ten times a second at most: whoever has just seen a batch end may start
 * another. Where nobody can tell, or only a copy that may be behind, the last count holds, and
 * whatever is started since is added. Thread-safe.
 */
public final class BatchQuotas {
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration REFUSED_BY = Duration.ofMillis(100);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BatchStates states;
  private final InstantSource clock;
  private final Map<WorkspaceId, Count> counts = new ConcurrentHashMap<>();

  /**
   * What a workspace has.
   *
   * @param open batches and single calls that have not ended
   * @param calls calls that are kept, of those that have ended too
   * @param bytes what their rows take
   */
  public record Has(long open, long calls, long bytes) {
    static final Has NOTHING = new Has(0, 0, 0);

    Has plus(long started, long more) {
      return new Has(open + started, calls + more, bytes);
    }
  }

  /**
   * What there was at a time, or has been started since, and how many starts go on.
   *
   * @param told whether somebody has ever told
   */
  private record Count(Has has, boolean told, Instant at, int starting) {
    static final Count NONE = new Count(Has.NOTHING, false, Instant.MIN, 0);

    /** A clock that was set back since would keep it young for as long. */
    boolean isOlderThan(Duration age, Instant now) {
      return at.isAfter(now) || !now.minus(age).isBefore(at);
    }

    Count asked(Optional<Has> answer, Instant when) {
      return new Count(answer.orElse(has), told || answer.isPresent(), when, starting);
    }

    Count begun() {
      return new Count(has, told, at, starting + 1);
    }

    Count ended(long calls) {
      return new Count(calls > 0 ? has.plus(1, calls) : has, told, at, starting - 1);
    }

    Count added(long calls) {
      return new Count(has.plus(0, calls), told, at, starting);
    }

    /** Which quota lets no more be started, if one does. */
    Optional<Answer> refusal(Quotas quotas) {
      if (has.open() + starting >= quotas.openBatches()) {
        return Optional.of(
            BatchQuotas.refusal(
                "too_many_open_batches",
                "This workspace may have %,d batches and single calls that have not ended, and has"
                    + " as many. Wait, cancel some, or ask the operator for a larger"
                    + " 'maxOpenBatches'.",
                quotas.openBatches(),
                10));
      }
      return refusalOfRows(quotas);
    }

    /** Which quota lets no more calls be kept, if one does. */
    Optional<Answer> refusalOfRows(Quotas quotas) {
      if (has.calls() + starting >= quotas.keptCalls()) {
        return Optional.of(
            BatchQuotas.refusal(
                "too_many_kept_calls",
                "This workspace may keep %,d calls, of batches that have ended too until their"
                    + " retention is over, and keeps as many. Wait until the oldest are forgotten,"
                    + " or ask the operator for a larger 'maxKeptCalls'.",
                quotas.keptCalls(),
                600));
      }
      if (has.bytes() >= quotas.keptBytes()) {
        return Optional.of(
            BatchQuotas.refusal(
                "too_many_kept_bytes",
                "The rows of this workspace's calls may take %,d MB, of batches that have ended too"
                    + " until their retention is over, and take as much. Wait until the oldest are"
                    + " forgotten, or ask the operator for a larger 'maxKeptMegabytes'.",
                quotas.keptMegabytes(),
                600));
      }
      return Optional.empty();
    }
  }

  /** Counts that {@code states} tells. */
  public BatchQuotas(BatchStates states, InstantSource clock) {
    this.states = states;
    this.clock = clock;
  }

  /** What {@code start} answers, or a 429 where the workspace has as much as it may. */
  public Answer unlessTooMany(Workspace workspace, String requestId, Supplier<Answer> start) {
    Optional<Answer> refusal = begin(workspace, KNOWN, requestId);
    if (refusal.isPresent()) {
      refusal = begin(workspace, REFUSED_BY, requestId);
    }
    return refusal.orElseGet(() -> begun(workspace.id(), start));
  }

  /**
   * What {@code add} answers, which adds rows to a batch, or a 429 where the workspace keeps as
   * much as it may. What is being added is not counted before it is there: it is little.
   */
  public Answer unlessTooManyRows(Workspace workspace, String requestId, Supplier<Answer> add) {
    Optional<Answer> refusal = refusalOfRows(workspace, KNOWN, requestId);
    if (refusal.isPresent()) {
      refusal = refusalOfRows(workspace, REFUSED_BY, requestId);
    }
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Answer answer = add.get();
    if (answer.status() < 300) {
      long calls = Started.added(answer);
      counts.computeIfPresent(workspace.id(), (id, count) -> count.added(calls));
    }
    return answer;
  }

  private Optional<Answer> refusalOfRows(Workspace workspace, Duration age, String requestId) {
    look(workspace, age, requestId);
    return Optional.ofNullable(counts.get(workspace.id()))
        .flatMap(count -> count.refusalOfRows(workspace.limits().quotasOrUsual()));
  }

  private Answer begun(WorkspaceId workspace, Supplier<Answer> start) {
    long started = 0;
    try {
      Answer answer = start.get();
      started = answer.status() < 300 ? Started.calls(answer) : 0;
      return answer;
    } finally {
      long calls = started;
      counts.computeIfPresent(workspace, (id, count) -> count.ended(calls));
    }
  }

  /** What the workspace has, as far as it is known; empty where nobody has ever told. */
  public Optional<Has> of(Workspace workspace, String requestId) {
    look(workspace, KNOWN, requestId);
    return Optional.ofNullable(counts.get(workspace.id())).filter(Count::told).map(Count::has);
  }

  /**
   * Counts a start before it goes out, so that others beside it see it; a refusal where none may by
   * a count that is not older than {@code age}.
   */
  private Optional<Answer> begin(Workspace workspace, Duration age, String requestId) {
    look(workspace, age, requestId);
    Quotas quotas = workspace.limits().quotasOrUsual();
    AtomicReference<Optional<Answer>> refusal = new AtomicReference<>(Optional.empty());
    counts.compute(
        workspace.id(),
        (id, known) -> {
          Count count = known == null ? Count.NONE : known;
          refusal.set(count.refusal(quotas));
          return refusal.get().isPresent() ? count : count.begun();
        });
    return refusal.get();
  }

  /** Learns what there is, where what is known is older than {@code age}. */
  private void look(Workspace workspace, Duration age, String requestId) {
    Count known = counts.get(workspace.id());
    Instant now = clock.instant();
    if (known != null && !known.isOlderThan(age, now)) {
      return;
    }
    Optional<Has> asked = ask(workspace, requestId);
    counts.compute(
        workspace.id(),
        (id, before) -> {
          Count count = before == null ? Count.NONE : before;
          // Whoever asked at the same time and was told first has perhaps started some since.
          return count.isOlderThan(age, now) ? count.asked(asked, now) : count;
        });
  }

  private Optional<Has> ask(Workspace workspace, String requestId) {
    try {
      Answer answer = states.kept(workspace, requestId);
      JsonNode body = JSON.readTree(answer.body());
      boolean fresh = answer.status() == 200 && !answer.headers().containsKey(Stale.HEADER);
      return fresh && body.path("open").isIntegralNumber()
          // A projector of an earlier version tells of open ones alone.
          ? Optional.of(
              new Has(
                  body.path("open").asLong(),
                  body.path("calls").asLong(),
                  body.path("bytes").asLong()))
          : Optional.empty();
    } catch (ApiError | IOException e) {
      return Optional.empty();
    }
  }

  private static Answer refusal(String code, String sentence, int most, int retryAfterSeconds) {
    JsonNode error =
        JSON.createObjectNode().put("code", code).put("message", sentence.formatted(most));
    return new Answer(
        429,
        Map.of(
            "Content-Type", "application/json", "Retry-After", String.valueOf(retryAfterSeconds)),
        JSON.createObjectNode().set("error", error).toString().getBytes(StandardCharsets.UTF_8));
  }
}
