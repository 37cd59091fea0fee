package peal.gateway.live;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.gateway.Patience;
import peal.gateway.batches.BatchStates;
import peal.gateway.relay.Answer;
import peal.service.Ids;
import peal.service.http.ApiError;

/**
 * The batches that somebody listens to. Each is asked for at a steady pace by one thread, however
 * many listen and however fast its calls go, and no longer than somebody does. Thread-safe.
 */
public final class Feeds {
  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

  private final ConcurrentMap<Key, Feed> feeds = new ConcurrentHashMap<>();
  private final BatchStates states;
  private final Patience.Pause pause;
  private final Duration between;

  private record Key(WorkspaceId workspace, BatchId batch) {}

  /**
   * Asks {@code states}.
   *
   * @param between time from one answer to the next question
   */
  public Feeds(BatchStates states, Patience.Pause pause, Duration between) {
    this.states = states;
    this.pause = pause;
    this.between = between;
  }

  /** Somebody listens; {@link Listening#close} must follow. */
  Listening listen(Workspace workspace, BatchId batch) {
    Key key = new Key(workspace.id(), batch);
    Feed joined =
        feeds.compute(
            key,
            (same, running) -> {
              Feed feed = running == null || running.over() ? begin(workspace, batch) : running;
              feed.join();
              return feed;
            });
    return new Listening(key, joined);
  }

  /** Ends all feeds, and so all that listen. */
  void end() {
    feeds.values().forEach(Feed::end);
  }

  /** How many batches are asked for just now. */
  int running() {
    return feeds.size();
  }

  private Feed begin(Workspace workspace, BatchId batch) {
    Feed feed = new Feed();
    Thread.ofVirtual().name("live-" + batch).start(() -> run(feed, workspace, batch));
    return feed;
  }

  private void run(Feed feed, Workspace workspace, BatchId batch) {
    String rest = "?lanes=" + workspace.lanes();
    try {
      while (!feed.over()) {
        Snapshot found = look(workspace, batch, rest);
        feed.looked(found);
        if (found != null && found.complete()) {
          return;
        }
        pause.wait(between);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error fault) {
      LOG.error("{} is not looked at any more; whoever listens comes back.", batch, fault);
    } finally {
      // Else whoever listens waits for ever, and who comes later with them.
      feed.end();
    }
  }

  /** Null where nobody can answer just now; that may pass, so whoever listens is kept. */
  private Snapshot look(Workspace workspace, BatchId batch, String rest) {
    try {
      Answer answer = states.once(workspace, batch, rest, Ids.ulid().next());
      return answer.status() == 200 ? Snapshot.of(answer) : null;
    } catch (ApiError | IOException e) {
      LOG.debug("{} could not be looked at: {}", batch, e.getMessage());
      return null;
    }
  }

  /** One listener's share in a feed. */
  final class Listening implements AutoCloseable {
    private final Key key;
    private final Feed feed;

    private Listening(Key key, Feed feed) {
      this.key = key;
      this.feed = feed;
    }

    /** As {@link Feed#after}. */
    Feed.Seen after(long look, Duration most) throws InterruptedException {
      return feed.after(look, most.toMillis());
    }

    @Override
    public void close() {
      feeds.computeIfPresent(
          key,
          (same, running) -> {
            boolean last = feed.leave();
            if (last) {
              feed.end();
            }
            return last && running == feed ? null : running;
          });
    }
  }
}
