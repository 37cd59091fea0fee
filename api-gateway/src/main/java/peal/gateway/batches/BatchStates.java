package peal.gateway.batches;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Patience;
import peal.gateway.Refusals;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.gateway.relay.Stream;
import peal.service.http.ApiError;

/**
 * Asks the projectors how batches stand. An id that they do not know is answered at once, and takes
 * as long whether it was never given to anyone or belongs to another workspace.
 */
public final class BatchStates {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(3);

  /** A start does not wait longer for a projector that takes the question and says nothing. */
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

  private final Backends projectors;
  private final Backends briefly;
  private final Patience patience;
  private final Unshown unshown;

  /** Questions to {@code projectors}. */
  public BatchStates(Backends projectors, Patience patience) {
    this.projectors = projectors;
    this.briefly = projectors.within(TOLD_WITHIN);
    this.patience = patience;
    this.unshown = new Unshown(patience.clock());
  }

  /**
   * Waits until the projectors show all of the batch that {@code answer} says was started, of a big
   * one all but its rows; for 3 s at most. So its calls can be asked for, through any gateway, as
   * soon as the client has been told of it.
   *
   * @return whether they show it; true where nothing was started
   */
  boolean awaitShown(Workspace workspace, Answer answer, String requestId) {
    return Started.batch(answer)
        .map(batch -> awaitShown(workspace, batch, 0, requestId))
        .orElse(true);
  }

  /** Waits until the projectors show {@code addition} of a batch, as they do its start. */
  boolean awaitShown(Workspace workspace, BatchId batch, int addition, String requestId) {
    boolean shown =
        patience.await(
            SHOWN_WITHIN, () -> isShown(workspace, batch, addition, requestId), seen -> seen);
    if (!shown) {
      unshown.add(workspace, batch);
    }
    return shown;
  }

  private boolean isShown(Workspace workspace, BatchId batch, int addition, String requestId) {
    String added = addition == 0 ? "" : "&addition=" + addition;
    String what = "/shown?lanes=" + workspace.lanes() + added;
    try {
      return briefly.get(path(workspace, batch) + what, requestId).status() == 200;
    } catch (ApiError e) {
      // The batch is started, whether or not the projectors can be asked.
      return false;
    }
  }

  /**
   * The batch that a request's path names.
   *
   * @throws ApiError 404 where that cannot be an id
   */
  public static BatchId named(Context ctx) {
    String id = ctx.pathParam("batchId");
    try {
      return new BatchId(id);
    } catch (IllegalArgumentException e) {
      throw Refusals.unknown("Batch", id);
    }
  }

  /** The workspace's batches; {@code query} begins with {@code &} or is empty. */
  public Answer list(Workspace workspace, String query, String requestId) {
    return projectors.get(
        "/workspaces/" + workspace.id() + "/batches?lanes=" + workspace.lanes() + query, requestId);
  }

  /**
   * What {@code path} names of the workspace, which is passed on while it comes; {@code query}
   * begins with {@code &} or is empty.
   */
  public Stream ofWorkspace(Workspace workspace, String path, String query, String requestId) {
    return projectors.open(
        "/workspaces/" + workspace.id() + path + "?lanes=" + workspace.lanes() + query, requestId);
  }

  /** What the workspace has of what has a bound: open batches, calls and bytes that are kept. */
  Answer kept(Workspace workspace, String requestId) {
    return briefly.get(
        "/workspaces/" + workspace.id() + "/open?lanes=" + workspace.lanes(), requestId);
  }

  /** One batch, or what of it {@code path} names. */
  public Answer of(
      Workspace workspace, BatchId batch, String path, String query, String requestId) {
    return patience.await(
        grace(workspace, batch),
        () -> once(workspace, batch, path + "?lanes=" + workspace.lanes() + query, requestId),
        answer -> answer.status() != 404);
  }

  /** As {@link #of}, for an answer that is passed on while it comes. */
  public Stream streamOf(
      Workspace workspace, BatchId batch, String path, String query, String requestId) {
    String rest = path + "?lanes=" + workspace.lanes() + query;
    AtomicReference<Stream> seen = new AtomicReference<>();
    return patience.await(
        grace(workspace, batch),
        () -> {
          Stream before = seen.getAndSet(null);
          if (before != null) {
            before.close();
          }
          seen.set(open(workspace, batch, rest, requestId));
          return seen.get();
        },
        answer -> answer.status() != 404);
  }

  /** As {@link #once}, for an answer that may be longer than memory. */
  public Stream open(Workspace workspace, BatchId batch, String rest, String requestId) {
    return projectors.open(path(workspace, batch) + rest, requestId);
  }

  /** As it stands now, for those who wait themselves; {@code rest} is path and query. */
  public Answer once(Workspace workspace, BatchId batch, String rest, String requestId) {
    return projectors.get(path(workspace, batch) + rest, requestId);
  }

  private static String path(Workspace workspace, BatchId batch) {
    return "/workspaces/" + workspace.id() + "/batches/" + batch;
  }

  /** How long an unknown batch may still turn up: only where this gateway gave its id away. */
  Duration grace(Workspace workspace, BatchId batch) {
    return unshown.has(workspace, batch) ? SHOWN_WITHIN : Duration.ZERO;
  }
}
