package peal.gateway.live;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import peal.domain.BatchId;
import peal.gateway.Places;
import peal.gateway.access.Caller;
import peal.gateway.batches.BatchStates;
import peal.gateway.relay.Answer;
import peal.service.http.HttpServer;

/**
 * {@code GET …/{batchId}/events}: a batch's progress as server-sent events.
 *
 * <p>{@code progress} comes when something has changed, at most once per look of {@link Feeds};
 * {@code complete} is the last event. Each carries the whole batch, so a client that missed some
 * has missed nothing that it needs: who comes back with {@code Last-Event-ID} gets the newest
 * state, or nothing until there is one; and 204, which tells browsers to stop, if it had the last.
 */
public final class LiveBatches {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Feeds feeds;
  private final Places places;
  private final BatchStates states;
  private final Predicate<Caller> admitted;
  private final InstantSource clock;
  private final Duration heartbeat;

  /**
   * Streams from {@code feeds}.
   *
   * @param places how many streams a workspace may have
   * @param admitted whether a caller's key still opens the workspace
   * @param heartbeat longest silence on a stream
   */
  public LiveBatches(
      Feeds feeds,
      Places places,
      BatchStates states,
      Predicate<Caller> admitted,
      InstantSource clock,
      Duration heartbeat) {
    this.feeds = feeds;
    this.places = places;
    this.states = states;
    this.admitted = admitted;
    this.clock = clock;
    this.heartbeat = heartbeat;
  }

  /** Answers until the batch is complete, the client leaves, its key is revoked, or we stop. */
  public void events(Context ctx) throws IOException, InterruptedException {
    Caller caller = Caller.of(ctx);
    BatchId batch = BatchStates.named(ctx);
    try (Places.Place place = places.take(caller.workspace().id())) {
      Answer known =
          states.of(caller.workspace(), batch, "", "", ctx.attribute(HttpServer.REQUEST_ID));
      if (known.status() != 200) {
        known.passOn(ctx);
        return;
      }
      Snapshot first = Snapshot.of(known);
      String seen = ctx.header("Last-Event-ID");
      if (first.complete() && first.id().equals(seen)) {
        ctx.status(204);
        return;
      }
      stream(ctx, caller, batch, first, seen);
    }
  }

  private void stream(Context ctx, Caller caller, BatchId batch, Snapshot first, String lastSeen)
      throws InterruptedException {
    try (Feeds.Listening listening = feeds.listen(caller.workspace(), batch)) {
      EventStream out = new EventStream(ctx.res());
      Snapshot newest = first;
      String seen = lastSeen;
      Instant spoke = clock.instant();
      long look = 0;
      while (true) {
        if (!newest.id().equals(seen)) {
          out.event(newest.id(), newest.complete() ? "complete" : "progress", newest.json());
          seen = newest.id();
          spoke = clock.instant();
        } else if (!clock.instant().isBefore(spoke.plus(heartbeat))) {
          out.heartbeat();
          spoke = clock.instant();
        }
        if (newest.complete() || !admitted.test(caller)) {
          return;
        }
        Feed.Seen next = listening.after(look, LOOK_AGAIN);
        look = next.look();
        newest = next.newest() == null ? newest : next.newest();
        if (next.over() && !newest.complete()) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  /** Ends every stream; clients come back to another gateway and go on where they were. */
  public void close() {
    feeds.end();
  }
}
