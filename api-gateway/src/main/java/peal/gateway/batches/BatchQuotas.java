package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import peal.domain.Quotas;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.gateway.Stale;
import peal.gateway.Tries;
import peal.gateway.relay.Answer;
import peal.topics.DomainJson;

/**
 * What the batches and single calls of each workspace take: those that have not ended are in the
 * heap of every dialer that has its lanes, for as long as they are scheduled; the rows of all are
 * on the disks of dialers, projectors and brokers until they are forgotten. The projectors count; a
 * gateway asks them once a second and adds what it is starting and has started since. So gateways
 * together may start a few more than the quotas say, and files that come in side by side may each
 * be the one that fills them; a file has a bound of its own ({@link Quotas#fileBytes}). Before it
 * refuses it asks again, ten times a second at most: whoever has just seen a batch end may start
 * another. Where nobody can tell the last count holds ({@link KeptCount}), and whatever is started
 * since is added. Thread-safe.
 */
public final class BatchQuotas {
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration REFUSED_BY = Duration.ofMillis(100);

  /** Who only wants to see it does not wait until projectors that are away are given up. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(1);

  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private final BatchStates states;
  private final InstantSource clock;
  private final Map<WorkspaceId, KeptCount> counts = new ConcurrentHashMap<>();

  /** Questions that are under way, one of a workspace: who comes beside it waits for its answer. */
  private final Map<WorkspaceId, CompletableFuture<Void>> asking = new ConcurrentHashMap<>();

  /**
   * What a workspace has.
   *
   * @param open batches and single calls that have not ended
   * @param calls calls that are kept, of those that have ended too
   * @param bytes what their rows take
   */
  public record Has(long open, long calls, long bytes) {
    static final Has NOTHING = new Has(0, 0, 0);

    Has plus(Has more) {
      return new Has(open + more.open, calls + more.calls, bytes + more.bytes);
    }
  }

  /** Counts that {@code states} tells. */
  public BatchQuotas(BatchStates states, InstantSource clock) {
    this.states = states;
    this.clock = clock;
  }

  /**
   * What {@code start} answers, when the projectors show what it has started; a 429 where the
   * workspace has as much as it may. What an earlier try of the same request has started may be
   * what fills the quota, so a repeat is handed on all the same, and starts nothing.
   *
   * @param headers for ingest, which tell of earlier tries
   */
  public Answer unlessTooMany(
      Workspace workspace, String requestId, Map<String, String> headers, Tries.Send start) {
    return refusedTwice(age -> begin(workspace, age, requestId))
        .map(refused -> Tries.orAnswerOfEarlier(refused, headers, start))
        .orElseGet(() -> begun(workspace, requestId, headers, start));
  }

  /**
   * What {@code add} answers, which adds rows to a batch, or a 429 where the workspace keeps as
   * much as it may; a repeat is handed on as that of a start is. What is being added is not counted
   * before it is there: it is little.
   *
   * @param headers for ingest, which tell of earlier tries
   */
  public Answer unlessTooManyRows(
      Workspace workspace, String requestId, Map<String, String> headers, Tries.Send add) {
    return refusedTwice(age -> refusalOfRows(workspace, age, requestId))
        .map(refused -> Tries.orAnswerOfEarlier(refused, headers, add))
        .orElseGet(() -> added(workspace, headers, add));
  }

  /** What refuses by a count that is young, and by one that is younger. */
  private static Optional<Answer> refusedTwice(Function<Duration, Optional<Answer>> refusal) {
    return refusal.apply(KNOWN).flatMap(refused -> refusal.apply(REFUSED_BY));
  }

  private Answer added(Workspace workspace, Map<String, String> headers, Tries.Send add) {
    Answer answer = add.apply(headers);
    if (answer.status() < 300 && !answer.isRepeated()) {
      Has added = new Has(0, Started.added(answer), 0);
      counts.computeIfPresent(workspace.id(), (id, count) -> count.added(added));
    }
    return answer;
  }

  private Optional<Answer> refusalOfRows(Workspace workspace, Duration age, String requestId) {
    look(workspace, age, requestId).ifPresent(CompletableFuture::join);
    return Optional.ofNullable(counts.get(workspace.id()))
        .flatMap(count -> count.refusalOfRows(workspace.limits().quotasOrUsual()));
  }

  private Answer begun(
      Workspace workspace, String requestId, Map<String, String> headers, Tries.Send start) {
    Has started = Has.NOTHING;
    boolean shown = true;
    try {
      Answer answer = start.apply(headers);
      boolean maybe = answer.status() < 300 || Started.batch(answer).isPresent();
      started = maybe ? ofStart(answer) : Has.NOTHING;
      shown = states.awaitShown(workspace, answer, requestId);
      return answer;
    } finally {
      Has more = started;
      boolean seen = shown;
      counts.computeIfPresent(workspace.id(), (id, count) -> count.ended(more, seen));
    }
  }

  /** What an earlier try has started was counted then. */
  private static Has ofStart(Answer answer) {
    return answer.isRepeated() ? Has.NOTHING : new Has(1, Started.calls(answer), 0);
  }

  /** What the workspace has, as far as it is known within a second; empty where it is not. */
  public Optional<Has> of(Workspace workspace, String requestId) {
    look(workspace, KNOWN, requestId)
        .ifPresent(asked ->
            asked
                .copy()
                .completeOnTimeout(null, SHOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join());
    return Optional.ofNullable(counts.get(workspace.id()))
        .filter(KeptCount::told)
        .map(KeptCount::has);
  }

  /**
   * Counts a start before it goes out, so that others beside it see it; a refusal where none may by
   * a count that is not older than {@code age}.
   */
  private Optional<Answer> begin(Workspace workspace, Duration age, String requestId) {
    look(workspace, age, requestId).ifPresent(CompletableFuture::join);
    Quotas quotas = workspace.limits().quotasOrUsual();
    AtomicReference<Optional<Answer>> refusal = new AtomicReference<>(Optional.empty());
    counts.compute(
        workspace.id(),
        (id, known) -> {
          KeptCount count = known == null ? KeptCount.NONE : known;
          refusal.set(count.refusal(quotas));
          return refusal.get().isPresent() ? count : count.begun();
        });
    return refusal.get();
  }

  /** The question for what there is; empty where what is known is not older than {@code age}. */
  private Optional<CompletableFuture<Void>> look(
      Workspace workspace, Duration age, String requestId) {
    KeptCount known = counts.get(workspace.id());
    Instant now = clock.instant();
    if (known != null && !known.isOlderThan(age, now)) {
      return Optional.empty();
    }
    return Optional.of(
        asking.computeIfAbsent(
            workspace.id(),
            id ->
                CompletableFuture.runAsync(
                    () -> learn(workspace, now, requestId), Thread::startVirtualThread)));
  }

  private void learn(Workspace workspace, Instant now, String requestId) {
    try {
      counts.computeIfPresent(workspace.id(), (id, known) -> known.asking());
      Optional<KeptCount.Told> told = ask(workspace, requestId);
      counts.compute(
          workspace.id(), (id, known) -> (known == null ? KeptCount.NONE : known).asked(told, now));
    } finally {
      asking.remove(workspace.id());
    }
  }

  private Optional<KeptCount.Told> ask(Workspace workspace, String requestId) {
    try {
      Answer answer = states.kept(workspace, requestId);
      JsonNode body = JSON.readTree(answer.body());
      return answer.status() == 200 && body.path("open").isIntegralNumber()
          // A projector of an earlier version tells of open ones alone.
          ? Optional.of(
              new KeptCount.Told(
                  new Has(
                      body.path("open").asLong(),
                      body.path("calls").asLong(),
                      body.path("bytes").asLong()),
                  answer.headers().containsKey(Stale.HEADER)))
          : Optional.empty();
    } catch (RuntimeException | IOException e) {
      return Optional.empty();
    }
  }
}
