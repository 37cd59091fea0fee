package peal.gateway.batches;

import com.github.f4b6a3.ulid.Ulid;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Patience;
import peal.gateway.Refusals;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.gateway.relay.Stream;
import peal.service.http.ApiError;

/** Asks the projectors how batches stand. */
public final class BatchStates {
  private static final Duration NEW = Duration.ofSeconds(10);
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(3);

  private final Backends projectors;
  private final Patience patience;

  /** Questions to {@code projectors}. */
  public BatchStates(Backends projectors, Patience patience) {
    this.projectors = projectors;
    this.patience = patience;
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
   * One batch, or what of it {@code path} names.
   *
   * <p>A client that was just given a batch's id may ask for it before the projectors have heard of
   * it. So for a batch that is seconds old, as its id tells, "unknown" is asked again for a while.
   */
  public Answer of(
      Workspace workspace, BatchId batch, String path, String query, String requestId) {
    return patience.await(
        grace(batch),
        () -> once(workspace, batch, path + "?lanes=" + workspace.lanes() + query, requestId),
        answer -> answer.status() != 404);
  }

  /** As {@link #once}, for an answer that may be longer than memory. */
  public Stream open(Workspace workspace, BatchId batch, String rest, String requestId) {
    return projectors.open("/workspaces/" + workspace.id() + "/batches/" + batch + rest, requestId);
  }

  /** As it stands now, for those who wait themselves; {@code rest} is path and query. */
  public Answer once(Workspace workspace, BatchId batch, String rest, String requestId) {
    return projectors.get("/workspaces/" + workspace.id() + "/batches/" + batch + rest, requestId);
  }

  /** How long an unknown batch may still turn up. */
  Duration grace(BatchId batch) {
    String token = batch.token().toUpperCase(Locale.ROOT);
    if (!Ulid.isValid(token)) {
      return Duration.ZERO;
    }
    Duration age =
        Duration.between(
            Instant.ofEpochMilli(Ulid.from(token).getTime()), patience.clock().instant());
    return age.abs().compareTo(NEW) < 0 ? ON_ITS_WAY : Duration.ZERO;
  }
}
