package peal.gateway.batches;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.Lane;
import peal.domain.PlanRevision;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.gateway.Refusals;
import peal.gateway.access.Caller;
import peal.gateway.json.JsonBody;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;

/**
 * Changes the plan of a batch that goes on. A lane takes only the revision that follows its own.
 * The first lane in which calls are left is asked before the others: of two changes that are made
 * at once it takes one, and only that goes to the rest. So the lanes never go by different plans
 * for longer than a change is under way; what broke off in between is made whole by the next.
 */
public final class BatchChanges {
  /** How often another's change may come first. */
  private static final int TRIES = 3;

  private static final Pattern ETAG = Pattern.compile("\"?([1-9][0-9]{0,8})\"?");

  private final BatchWatch watch;
  private final CommandLog log;
  private final JsonBody body;

  /** Changes by {@code log}, watched by {@code watch}, as {@code body} reads them. */
  public BatchChanges(BatchWatch watch, CommandLog log, JsonBody body) {
    this.watch = watch;
    this.log = log;
    this.body = body;
  }

  /** One request. */
  private record Change(
      Caller caller, BatchId batch, PlanPatch patch, OptionalInt expected, String requestId) {
    Workspace workspace() {
      return caller.workspace();
    }
  }

  /**
   * {@code PATCH …/{batchId}}. Answers when every lane has taken the change; a repeat does no harm.
   *
   * @throws ApiError 400 a field is wrong or unknown; 404 unknown batch; 409 it has ended, or is a
   *     single call; 412 another revision is the newest; 503 the lanes did not take it in time, or
   *     nobody can tell
   */
  public void change(Context ctx) {
    BatchId batch = BatchStates.named(ctx);
    Change change =
        new Change(
            Caller.of(ctx),
            batch,
            PlanPatch.read(body.read(ctx), watch.now()),
            expected(ctx.header("If-Match")),
            ctx.attribute(HttpServer.REQUEST_ID));
    ctx.json(answer(change));
  }

  private static OptionalInt expected(String header) {
    if (header == null || header.equals("*")) {
      return OptionalInt.empty();
    }
    Matcher tag = ETAG.matcher(header.strip());
    if (!tag.matches()) {
      throw Refusals.field(
          "If-Match", "'If-Match' must be a revision of the batch, such as \"3\", or *.");
    }
    return OptionalInt.of(Integer.parseInt(tag.group(1)));
  }

  private Map<String, Object> answer(Change change) {
    for (int tries = 0; tries < TRIES; tries++) {
      BatchState before = whole(change, changeable(change));
      BatchPlan plan =
          change
              .patch()
              .over(before.change().plan(), change.workspace(), before.openedAt(), watch.now());
      List<String> changed = PlanPatch.changed(before.change().plan(), plan);
      refuseOther(change, before, changed.isEmpty());
      if (changed.isEmpty()) {
        return answer(change, before.change(), changed, before.change().at());
      }
      PlanRevision next =
          new PlanRevision(before.revision() + 1, watch.now(), change.caller().key().id(), plan);
      BatchState heard = propose(change, before.firstLane(), next);
      if (next.equals(heard.change())) {
        whole(change, heard);
        return answer(change, next, changed, watch.now());
      }
    }
    throw Refusals.unavailable("Others are changing this batch at the same time. Ask again.");
  }

  private BatchState changeable(Change change) {
    BatchState state = watch.found(change.workspace(), change.batch(), change.requestId());
    if (state.single()) {
      throw Refusals.conflict(
          "This is a single call, which has no plan to change. Cancel it instead.", "SINGLE_CALL");
    }
    BatchWatch.refuseEnded(change.batch(), state);
    if (state.change() == null) {
      throw Refusals.unavailable("The batch's state is not known now. Try again.");
    }
    return state;
  }

  /** The batch once all of its lanes go by the newest revision; tells those that do not. */
  private BatchState whole(Change change, BatchState state) {
    if (state.changeApplied()) {
      return state;
    }
    if (state.revision() > PlanRevision.FIRST) {
      log.send(change.workspace(), new BatchChanged(change.batch(), watch.now(), state.change()));
    }
    return await(change, seen -> seen.changeApplied() && seen.revision() >= state.revision());
  }

  /** The batch once its first lane has taken {@code next}, or something else. */
  private BatchState propose(Change change, int first, PlanRevision next) {
    Lane lane = new Lane(change.workspace().id(), first);
    log.send(List.of(lane), new BatchChanged(change.batch(), next.at(), next));
    return await(
        change,
        seen ->
            seen.revision() >= next.revision()
                || (seen.change() != null && seen.firstLane() != first));
  }

  private BatchState await(Change change, Predicate<BatchState> done) {
    BatchState state =
        watch.await(
            change.workspace(),
            change.batch(),
            change.requestId(),
            seen -> seen.cancelled() || done.test(seen),
            "changed");
    BatchWatch.refuseEnded(change.batch(), state);
    return state;
  }

  /**
   * Whoever repeats a change whose answer was lost finds it done: that is no other revision.
   *
   * @param done whether the batch is as the client wants it
   */
  private static void refuseOther(Change change, BatchState state, boolean done) {
    if (change.expected().isEmpty() || change.expected().getAsInt() == state.revision()) {
      return;
    }
    boolean repeated =
        done
            && change.expected().getAsInt() == state.revision() - 1
            && change.caller().key().id().equals(state.change().by());
    if (!repeated) {
      throw new ApiError(
          412,
          "Revision changed",
          "The batch is at revision %d, not %d. Read it again, and decide anew."
              .formatted(state.revision(), change.expected().getAsInt()),
          "REVISION_CHANGED",
          Map.of("id", change.batch().value(), "revision", state.revision()));
    }
  }

  private static Map<String, Object> answer(
      Change change, PlanRevision revision, List<String> changed, Instant at) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("batchId", change.batch().value());
    answer.put("revision", revision.revision());
    answer.put("changed", changed);
    answer.put("appliedAt", at.toEpochMilli());
    return answer;
  }
}
