package peal.projector.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.WebhookProgress.Delivery;
import peal.projector.events.Telling;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;

/**
 * Tells one webhook what happens in one lane. Calls are told side by side, each in its own order;
 * what is about the batch comes between. At what is not taken it stops, and goes on there later.
 * Used by one thread at a time.
 */
final class Channel {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  /** Events that are held at once. */
  static final int HELD = 100;

  static final long HELD_BYTES = 512 << 10;

  /** How long it goes on before others have their turn. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /** How often is written how far it has come where nothing is sent. */
  private static final Duration KEPT_EVERY = Duration.ofMinutes(1);

  private final LaneReader lane;
  private final BiFunction<ApiEvent, Long, Telling> telling;
  private final Tools tools;

  /**
   * Taken already, of what lies behind the progress, and where: they are not sent twice by this
   * instance. No more than a page has.
   */
  private final Map<String, Long> ahead = new HashMap<>();

  private volatile WebhookProgress progress;
  private Instant keptAt = Instant.EPOCH;

  /** How many events the next page has: a receiver that takes its time holds no turn for long. */
  private int size = HELD;

  /** Whether all was looked at that was there when this began. */
  private boolean atEnd;

  /**
   * What all channels use.
   *
   * @param body an event as it is sent
   * @param posts runs posts side by side, a bounded number
   */
  record Tools(
      Sender sender,
      ProgressLog log,
      Function<ApiEvent, byte[]> body,
      Executor posts,
      WebhookMeters meters,
      InstantSource clock) {}

  /**
   * A channel that goes on from {@code progress}.
   *
   * @param progress null where nothing was ever told
   * @param telling whether an event that the lane says at an offset is told
   */
  Channel(
      LaneReader lane,
      WebhookProgress progress,
      BiFunction<ApiEvent, Long, Telling> telling,
      Tools tools) {
    this.lane = lane;
    this.progress = progress;
    this.telling = telling;
    this.tools = tools;
  }

  /** How far it is; null before its first turn. */
  WebhookProgress progress() {
    return progress;
  }

  /**
   * Whether there is something to do. Where there is nothing it goes past what is others', so that
   * it need not be looked through later.
   */
  boolean isDue(Webhook webhook, Folded folded) {
    if (progress == null || progress.begun() < webhook.begun()) {
      return true;
    }
    Instant now = tools.clock().instant();
    if (progress.paused(webhook) || now.isBefore(progress.nextAt(webhook))) {
      return false;
    }
    if (folded.first() < 0) {
      return !atEnd;
    }
    if (!folded.hasNothingFrom(progress.offset())) {
      return true;
    }
    if (progress.failing() == null && progress.offset() <= folded.last()) {
      progress = progress.taken(folded.last() + 1, List.of(), webhook);
      if (now.isAfter(keptAt.plus(KEPT_EVERY))) {
        keep();
      }
    }
    return false;
  }

  private void keep() {
    keptAt = tools.clock().instant();
    tools.log().keep(progress);
  }

  /** Tells what there is, for about a second at most. */
  void run(Webhook webhook) {
    begin(webhook);
    Instant end = tools.clock().instant().plus(TURN);
    boolean more = true;
    Instant began = tools.clock().instant();
    while (more && began.isBefore(end)) {
      more = page(webhook);
      Instant now = tools.clock().instant();
      size = sizeAfter(Duration.between(began, now));
      began = now;
    }
  }

  /**
   * A page that took {@code took} is followed by one that fits a turn, or by as many as are posted
   * side by side: fewer would take as long.
   */
  private int sizeAfter(Duration took) {
    if (took.compareTo(TURN) > 0) {
      return (int) Math.max(Deliveries.POSTS_EACH, size * TURN.toMillis() / took.toMillis());
    }
    return took.multipliedBy(2).compareTo(TURN) < 0 ? Math.min(HELD, 2 * size) : size;
  }

  private void begin(Webhook webhook) {
    if (progress == null || progress.begun() < webhook.begun()) {
      ahead.clear();
      progress = WebhookProgress.begin(webhook, lane.lane(), lane.eventsFrom(webhook.from()));
      keep();
    }
  }

  /** False where there is nothing more just now, or it was not taken. */
  private boolean page(Webhook webhook) {
    // One that fails is tried with one event: a slow receiver holds no more than one thread.
    boolean trying = progress.failing() != null;
    LaneEventPage page = lane.events(progress.offset(), trying ? 1 : size, HELD_BYTES);
    if (progress.offset() < page.span().first()) {
      progress = progress.missed(page.span().first(), tools.clock().instant());
      keep();
      return true;
    }
    Turn turn = new Turn(webhook);
    long next = page.next();
    for (LaneEventPage.Step step : page.steps()) {
      if (!turn.add(step)) {
        next = step.offset();
        break;
      }
    }
    turn.end();
    if (turn.failedAt != null) {
      progress =
          progress.failed(turn.failedAt, turn.said, turn.rest, tools.clock().instant(), webhook);
      keep();
      return false;
    }
    if (next != progress.offset() || trying) {
      progress = progress.taken(next, turn.said, webhook);
      ahead.values().removeIf(offset -> offset < progress.offset());
      if (trying || !turn.said.isEmpty()) {
        keep();
      }
    }
    atEnd = next >= page.span().end();
    return next == page.next() && !atEnd && !page.steps().isEmpty();
  }

  /** One page on its way. */
  private final class Turn {
    private final Webhook webhook;
    private final List<Delivery> said = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, List<Queued>> calls = new LinkedHashMap<>();
    private Duration rest = Duration.ZERO;

    /** Of the first step of which something was not taken; null where all was. */
    private Long failedAt;

    /** A post had no answer: to wait for one to each of a page would hold up other webhooks. */
    private volatile boolean silent;

    Turn(Webhook webhook) {
      this.webhook = webhook;
    }

    /** False where it is not known yet what is told of the step: all that follows waits. */
    boolean add(LaneEventPage.Step step) {
      List<ApiEvent> told = new ArrayList<>();
      for (ApiEvent event : step.events()) {
        if (failedAt == null
            && webhook.wants(event.type(), event.batch())
            && !ahead.containsKey(event.id())) {
          Telling so = telling.apply(event, step.offset());
          if (so == Telling.LATER) {
            return false;
          }
          if (so == Telling.NOW) {
            told.add(event);
          }
        }
      }
      for (ApiEvent event : told) {
        Queued queued = new Queued(step.offset(), event);
        if (event.call() == null) {
          end();
          if (failedAt == null) {
            calls.put("", List.of(queued));
            end();
          }
        } else {
          calls.computeIfAbsent(event.call().id().toString(), id -> new ArrayList<>()).add(queued);
        }
      }
      return true;
    }

    /** Sends what has come together, and waits for it. */
    void end() {
      CountDownLatch left = new CountDownLatch(calls.size());
      calls
          .values()
          .forEach(call ->
              tools
                  .posts()
                  .execute(() -> {
                    try {
                      send(call);
                    } catch (RuntimeException | Error fault) {
                      // What was not said to be taken is told again.
                      LOG.error("An event could not be posted.", fault);
                      failed(call);
                    } finally {
                      left.countDown();
                    }
                  }));
      try {
        left.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        // What was under way is told again.
        failedAt = progress.offset();
      }
      calls.clear();
    }

    private void send(List<Queued> call) {
      for (Queued queued : call) {
        if (silent) {
          failed(call);
          return;
        }
        if (!send(queued)) {
          return;
        }
      }
    }

    private boolean send(Queued queued) {
      ApiEvent event = queued.event();
      Sender.Sent sent = tools.sender().send(webhook, event.id(), tools.body().apply(event));
      tools.meters().sent(sent.taken());
      said.add(
          new Delivery(
              event.id(),
              event.type().word(),
              tools.clock().instant(),
              sent.status(),
              sent.fault(),
              sent.millis()));
      note(queued, sent);
      return sent.taken();
    }

    private synchronized void failed(List<Queued> call) {
      call.stream()
          .filter(queued -> !ahead.containsKey(queued.event().id()))
          .findFirst()
          .ifPresent(queued -> failed(queued.offset()));
    }

    private void failed(long offset) {
      failedAt = failedAt == null ? offset : Math.min(failedAt, offset);
    }

    private synchronized void note(Queued queued, Sender.Sent sent) {
      if (sent.taken()) {
        ahead.put(queued.event().id(), queued.offset());
        return;
      }
      failed(queued.offset());
      silent |= sent.status() == 0;
      rest = sent.rest().orElse(rest);
    }
  }

  private record Queued(long offset, ApiEvent event) {}
}
