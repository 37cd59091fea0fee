package peal.ingest.batch;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.Lane;
import peal.domain.PromptText;
import peal.domain.RetryPlan;
import peal.domain.Wording;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.ingest.csv.Placeholders;
import peal.service.Ids;
import peal.service.http.ApiError;

/**
 * Starts a single call: a batch of one row in the number's lane, which goes before rows of files
 * and is not listed among batches. Thread-safe.
 */
public final class CallStart {
  private static final int ROW = 1;

  private final BatchLog log;
  private final SealTimes sealTimes;
  private final Ids ids;
  private final InstantSource clock;

  /** Writes to {@code log}, with the usual time for a seal. */
  public CallStart(BatchLog log, Ids ids, InstantSource clock) {
    this(log, SealTimes.DEFAULT, ids, clock);
  }

  /** Writes to {@code log}. */
  public CallStart(BatchLog log, SealTimes sealTimes, Ids ids, InstantSource clock) {
    this.log = log;
    this.sealTimes = sealTimes;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A call that will be dialed.
   *
   * @param call its id
   * @param agent who calls, as of now
   */
  public record Started(CallId call, CallingAgent agent) {}

  /** Takes the claim of an order; the caller closes it. */
  public BatchLog.Claimed claim(Workspace workspace, CallOrder order, Claim claim)
      throws LogUnavailable {
    return log.claim(claim.ofCall(), lane(workspace, order));
  }

  /** As the other one, where nobody tries it twice. */
  public Started start(Workspace workspace, Agent agent, Optional<Flow> flow, CallOrder order)
      throws LogUnavailable, SealUnknown {
    return start(workspace, agent, flow, order, log::seal);
  }

  /**
   * What was answered when {@code batch} was started for the same order.
   *
   * @throws ApiError 400 when the agent cannot call any more
   */
  public Started again(
      Workspace workspace, Agent agent, Optional<Flow> flow, CallOrder order, BatchId batch) {
    return new Started(
        CallId.ofRow(batch, lane(workspace, order).index(), ROW),
        AgentSnapshot.of(agent, flow, workspace));
  }

  /**
   * Starts a call.
   *
   * @param flow the flow that the agent calls by, if it has one
   * @param sealing seals it
   * @throws ApiError 400 when the agent cannot call, or its texts cannot be filled
   * @throws LogUnavailable when nothing was started because Kafka failed
   * @throws SealUnknown when nobody can tell whether it was started; its message names the call
   */
  public Started start(
      Workspace workspace, Agent agent, Optional<Flow> flow, CallOrder order, BatchLog.Seal sealing)
      throws LogUnavailable, SealUnknown {
    CallingAgent snapshot = speaking(AgentSnapshot.of(agent, flow, workspace), agent, flow, order);
    RetryPlan callbacks = AgentSnapshot.callbacks(agent).plan().orElse(null);
    Lane lane = lane(workspace, order);
    BatchId batch = BatchId.ofToken(ids.next());
    CallId call = CallId.ofRow(batch, lane.index(), ROW);
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant sealBy = sealTimes.sealBy(at);
    log.open(
        Map.of(
            lane,
            new BatchOpened(
                batch,
                at,
                null,
                snapshot,
                1,
                1,
                sealBy,
                true,
                BatchStart.named(order.variables().keySet()),
                new BatchPlan(null, null, null, null, null, callbacks),
                null,
                null,
                keptBytes(order) + AgentSnapshot.bytes(snapshot))));
    BatchLog.Rows rows = log.rows(false);
    rows.write(lane, new CallQueued(call, at, order.to(), order.variables()));
    rows.finish();
    try {
      sealing.seal(Map.of(lane, new BatchSealed(batch, at, 1)), sealTimes.latestSeal(at));
    } catch (SealUnknown e) {
      throw new SealUnknown(call.toString(), e);
    }
    return new Started(call, snapshot);
  }

  private static long keptBytes(CallOrder order) {
    return PromptText.bytes(order.to().e164())
        + order.variables().entrySet().stream()
            .mapToLong(one -> PromptText.bytes(one.getKey()) + PromptText.bytes(one.getValue()))
            .sum();
  }

  /** The agent with a value for every placeholder. */
  private static CallingAgent speaking(
      CallingAgent snapshot, Agent agent, Optional<Flow> flow, CallOrder order) {
    Placeholders placeholders = Script.of(agent, flow).placeholders(order.emptyWhereMissing());
    List<String> names = List.copyOf(order.variables().keySet());
    placeholders
        .unfilled(names)
        .forEach((name, sentence) -> {
          throw refused("unfilled_placeholder", sentence, Map.of("placeholder", name));
        });
    placeholders
        .withPlaceholders(order.variables())
        .forEach((name, found) -> {
          throw refused(
              "unfilled_placeholder",
              "The value of '%s' has %s in it, which would be said in braces. Correct the value."
                  .formatted(name, found),
              Map.of("placeholder", name));
        });
    placeholders
        .ofFailedFormulas(order.variables())
        .forEach(name -> {
          throw refused(
              "failed_formula",
              "The value of '%s' is a formula that has failed or that nobody has calculated, and it would be said. Correct the value."
                  .formatted(name),
              Map.of("placeholder", name));
        });
    CallingAgent speaking =
        snapshot.withVariables(placeholders.settled(snapshot.variables(), names));
    if (speaking.says(order.to(), order.variables()).isEmpty()) {
      throw refused(
          "text_too_long",
          "The agent's prompt and welcome message would have more than %,d bytes when filled. Shorten dynamic_variables or the texts."
              .formatted(Wording.LONGEST),
          Map.of());
    }
    return speaking;
  }

  private static ApiError refused(String reason, String sentence, Map<String, String> more) {
    Map<String, Object> fields = new LinkedHashMap<>(more);
    fields.put("parameter", "dynamic_variables");
    fields.put("field", "dynamic_variables");
    fields.put("reason", reason);
    return new ApiError(
        400, "Invalid configuration", sentence, reason.toUpperCase(Locale.ROOT), fields);
  }

  private static Lane lane(Workspace workspace, CallOrder order) {
    return Lane.of(workspace.id(), order.to(), workspace.lanes());
  }
}
