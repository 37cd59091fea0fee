package peal.projector.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Lane;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.projector.events.Telling;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RoutedLane;

/**
 * Tells all webhooks what happens in the lanes that this instance owns. A webhook that has nothing
 * to be told costs a look at a number. Of a workspace {@link #EACH} lanes are told at once, of all
 * {@link #ALL}; what is posted at once has a bound for each, too, so that slow receivers hold up
 * their own.
 */
public final class Deliveries implements AutoCloseable {
  /** Lanes of webhooks that are told at once. */
  static final int ALL = 64;

  /** Of one workspace. */
  static final int EACH = 4;

  /** Posts at once, of one workspace and of all: each holds an event. */
  static final int POSTS_EACH = 16;

  static final int POSTS = 256;

  private static final Duration EVERY = Duration.ofMillis(250);
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final Source source;
  private final Channel.Tools tools;
  private final WebhookMeters meters;
  private final ProgressSweep sweep;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<WorkspaceId, AtomicInteger> busy = new ConcurrentHashMap<>();
  private final Map<WorkspaceId, Semaphore> posts = new ConcurrentHashMap<>();
  private final Semaphore allPosts = new Semaphore(POSTS, true);
  private final Semaphore turns = new Semaphore(ALL);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("webhooks").factory());
  private int first;

  /**
   * Where webhooks and lanes come from.
   *
   * @param webhooks all that there are; empty until they are known
   * @param deleted whether the webhook {@code workspaceId/id} is known to be deleted
   * @param workspace the workspace of an id
   * @param own the lane's reader where this instance owns it and has caught up with its predecessor
   * @param anywhere the lane, wherever it lies; a reader for one question
   * @param folded what of the lane is folded here
   */
  public record Source(
      Supplier<Optional<Collection<Webhook>>> webhooks,
      Predicate<String> deleted,
      Function<WorkspaceId, Optional<Workspace>> workspace,
      Function<Lane, Optional<LaneReader>> own,
      Function<Lane, RoutedLane> anywhere,
      Function<Lane, Folded> folded) {}

  /** A webhook's lane. */
  private static final class Entry {
    private final WorkspaceId workspace;
    private final Channel channel;
    private volatile boolean running;

    Entry(WorkspaceId workspace, Channel channel) {
      this.workspace = workspace;
      this.channel = channel;
    }
  }

  /**
   * Nothing is told before {@link #start}.
   *
   * @param body an event as it is sent
   */
  public Deliveries(
      Source source,
      Sender sender,
      ProgressLog log,
      Function<ApiEvent, byte[]> body,
      MeterRegistry registry,
      InstantSource clock) {
    this.source = source;
    this.meters = new WebhookMeters(registry);
    this.sweep =
        new ProgressSweep(
            log, lane -> source.own().apply(lane).isPresent(), source.deleted(), clock);
    this.tools = new Channel.Tools(sender, log, body, threads::execute, meters, clock);
  }

  /** Begins to look. */
  public void start() {
    looks.scheduleWithFixedDelay(
        () -> {
          try {
            look();
          } catch (RuntimeException | Error fault) {
            // Thrown on, it would be the last look.
            LOG.error("Webhooks could not be looked at.", fault);
          }
        },
        EVERY.toMillis(),
        EVERY.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Looks at all webhooks once, and lets those have a turn that have something to tell. */
  void look() {
    Optional<Collection<Webhook>> known = source.webhooks().get();
    if (known.isEmpty()) {
      return;
    }
    List<Webhook> all = new ArrayList<>(known.get());
    Set<String> here = new HashSet<>();
    first = all.isEmpty() ? 0 : (first + 1) % all.size();
    for (int i = 0; i < all.size(); i++) {
      // Whoever was first is not the next time.
      Webhook webhook = all.get((first + i) % all.size());
      if (webhook.active()) {
        source.workspace().apply(webhook.workspaceId()).ifPresent(of -> look(webhook, of, here));
      }
    }
    entries.entrySet().removeIf(entry -> !here.contains(entry.getKey()));
    stand(all);
    sweep.look();
  }

  private void look(Webhook webhook, Workspace workspace, Set<String> here) {
    for (int index = 0; index < workspace.lanes(); index++) {
      Lane lane = new Lane(workspace.id(), index);
      Optional<LaneReader> own = source.own().apply(lane);
      if (own.isEmpty()) {
        continue;
      }
      String key = workspace.id() + "/" + webhook.id() + "/" + index;
      here.add(key);
      Entry entry = entries.computeIfAbsent(key, any -> entry(own.get(), workspace, key));
      if (!entry.running && entry.channel.isDue(webhook, source.folded().apply(lane))) {
        turn(entry, webhook);
      }
    }
  }

  private Entry entry(LaneReader own, Workspace workspace, String key) {
    Semaphore mine = posts.computeIfAbsent(workspace.id(), any -> new Semaphore(POSTS_EACH, true));
    Channel.Tools bounded =
        new Channel.Tools(
            (webhook, id, body) -> bounded(mine, () -> tools.sender().send(webhook, id, body)),
            tools.log(),
            tools.body(),
            tools.posts(),
            meters,
            tools.clock());
    Channel channel =
        new Channel(
            own,
            tools.log().last(key).orElse(null),
            (event, offset) -> telling(event, offset, workspace),
            bounded);
    return new Entry(workspace.id(), channel);
  }

  /** A copy may be behind, and what it does not know yet would never be told. */
  private Telling telling(ApiEvent event, long offset, Workspace workspace) {
    List<RoutedLane> lanes = new ArrayList<>();
    for (int index = 0; index < workspace.lanes(); index++) {
      lanes.add(source.anywhere().apply(new Lane(workspace.id(), index)));
    }
    Telling telling =
        Telling.of(
            event,
            offset,
            lanes.size(),
            batch -> Telling.parts(lanes, batch),
            Optional.empty(),
            tools.clock().instant());
    for (RoutedLane lane : lanes) {
      if (lane.stale()) {
        throw new LaneUnavailable(lane.lane(), "its owner does not answer just now", null);
      }
    }
    return telling;
  }

  private Sender.Sent bounded(Semaphore mine, Supplier<Sender.Sent> post) {
    mine.acquireUninterruptibly();
    try {
      allPosts.acquireUninterruptibly();
      try {
        return post.get();
      } finally {
        allPosts.release();
      }
    } finally {
      mine.release();
    }
  }

  private void turn(Entry entry, Webhook webhook) {
    AtomicInteger ofWorkspace = busy.computeIfAbsent(entry.workspace, any -> new AtomicInteger());
    if (ofWorkspace.get() >= EACH || !turns.tryAcquire()) {
      return;
    }
    ofWorkspace.incrementAndGet();
    entry.running = true;
    threads.execute(() -> {
      try {
        entry.channel.run(webhook);
      } catch (LaneUnavailable e) {
        // It is moving; its next owner goes on where this one was.
        LOG.debug("A webhook's lane is away: {}", e.getMessage());
      } catch (RuntimeException | Error fault) {
        LOG.error("A webhook could not be told.", fault);
      } finally {
        entry.running = false;
        ofWorkspace.decrementAndGet();
        turns.release();
      }
    });
  }

  private void stand(List<Webhook> all) {
    Map<String, Webhook> byId = new HashMap<>();
    all.forEach(webhook -> byId.put(webhook.workspaceId() + "/" + webhook.id(), webhook));
    Instant now = tools.clock().instant();
    long failing = 0;
    long paused = 0;
    long longest = 0;
    for (Entry entry : entries.values()) {
      WebhookProgress progress = entry.channel.progress();
      Webhook webhook =
          progress == null ? null : byId.get(entry.workspace + "/" + progress.webhook());
      if (webhook != null && progress.paused(webhook)) {
        paused++;
      } else if (webhook != null && progress.failing() != null) {
        failing++;
        longest = Math.max(longest, Duration.between(progress.failing().since(), now).toSeconds());
      }
    }
    meters.stand(failing, paused, longest);
  }

  /** What is under way may end for two seconds; what did not is told again by the next owner. */
  @Override
  public void close() {
    looks.shutdownNow();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
