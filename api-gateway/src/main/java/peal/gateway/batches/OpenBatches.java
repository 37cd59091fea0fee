package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.gateway.Stale;
import peal.gateway.relay.Answer;
import peal.service.http.ApiError;

/**
 * How many batches and single calls of each workspace have not ended: every dialer that has its
 * lanes holds all of them in its heap, for as long as they are scheduled. The projectors count; a
 * gateway asks them once a second and adds what it is starting and has started since. So gateways
 * together may start a few more than the quota says. Before it refuses it asks again, ten times a
 * second at most: whoever has just seen a batch end may start another. Where nobody can tell, or
 * only a copy that may be behind, the last count holds, and whatever is started since is added.
 * Thread-safe.
 */
public final class OpenBatches {
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration REFUSED_BY = Duration.ofMillis(100);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BatchStates states;
  private final InstantSource clock;
  private final Map<WorkspaceId, Count> counts = new ConcurrentHashMap<>();

  /** What was open at a time, or has been started since, and how many starts go on. */
  private record Count(long open, Instant at, int starting) {
    static final Count NONE = new Count(0, Instant.MIN, 0);

    boolean isOlderThan(Duration age, Instant now) {
      return !now.minus(age).isBefore(at);
    }

    Count told(long open, Instant now) {
      return new Count(open, now, starting);
    }

    Count begun() {
      return new Count(open, at, starting + 1);
    }

    Count ended(boolean started) {
      return new Count(started ? open + 1 : open, at, starting - 1);
    }
  }

  /** Counts that {@code states} tells. */
  public OpenBatches(BatchStates states, InstantSource clock) {
    this.states = states;
    this.clock = clock;
  }

  /** What {@code start} answers, or a 429 where the workspace has as many open as it may. */
  public Answer unlessTooMany(Workspace workspace, String requestId, Supplier<Answer> start) {
    int most = workspace.limits().quotasOrUsual().openBatches();
    if (!begins(workspace, KNOWN, most, requestId)
        && !begins(workspace, REFUSED_BY, most, requestId)) {
      return refusal(most);
    }
    boolean started = false;
    try {
      Answer answer = start.get();
      started = answer.status() < 300;
      return answer;
    } finally {
      boolean counts = started;
      this.counts.computeIfPresent(workspace.id(), (id, count) -> count.ended(counts));
    }
  }

  /**
   * Counts a start before it goes out, so that others beside it see it; false where none may by a
   * count that is not older than {@code age}.
   */
  private boolean begins(Workspace workspace, Duration age, long most, String requestId) {
    look(workspace, age, requestId);
    AtomicBoolean begins = new AtomicBoolean();
    counts.compute(
        workspace.id(),
        (id, known) -> {
          Count count = known == null ? Count.NONE : known;
          begins.set(count.open() + count.starting() < most);
          return begins.get() ? count.begun() : count;
        });
    return begins.get();
  }

  /** Learns what is open, where what is known is older than {@code age}. */
  private void look(Workspace workspace, Duration age, String requestId) {
    Count known = counts.get(workspace.id());
    Instant now = clock.instant();
    if (known != null && !known.isOlderThan(age, now)) {
      return;
    }
    OptionalLong asked = ask(workspace, requestId);
    counts.compute(
        workspace.id(),
        (id, before) -> {
          Count count = before == null ? Count.NONE : before;
          // Whoever asked at the same time and was told first has perhaps started some since.
          return count.isOlderThan(age, now) ? count.told(asked.orElse(count.open()), now) : count;
        });
  }

  private OptionalLong ask(Workspace workspace, String requestId) {
    try {
      Answer answer = states.open(workspace, requestId);
      JsonNode open = JSON.readTree(answer.body()).path("open");
      boolean fresh = answer.status() == 200 && !answer.headers().containsKey(Stale.HEADER);
      return fresh && open.isIntegralNumber()
          ? OptionalLong.of(open.asLong())
          : OptionalLong.empty();
    } catch (ApiError | IOException e) {
      return OptionalLong.empty();
    }
  }

  private static Answer refusal(int most) {
    String sentence =
        ("This workspace may have %,d batches and single calls that have not ended, and has as"
                + " many. Wait, cancel some, or ask the operator for a larger 'maxOpenBatches'.")
            .formatted(most);
    String body =
        JSON.createObjectNode().set("error", error("too_many_open_batches", sentence)).toString();
    return new Answer(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", "10"),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode error(String code, String sentence) {
    return JSON.createObjectNode().put("code", code).put("message", sentence);
  }
}
