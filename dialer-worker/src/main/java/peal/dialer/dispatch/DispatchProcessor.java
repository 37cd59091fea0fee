package peal.dialer.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.Decisions;
import peal.domain.dispatch.Dispatch;
import peal.domain.dispatch.DueIndex;
import peal.domain.dispatch.LaneShare;
import peal.domain.dispatch.LaneTick;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;
import peal.service.streams.FailedInput;
import peal.service.streams.WallClockTick;
import peal.service.trace.Origin;
import peal.topics.RefusedByBrokers;
import peal.topics.Topics;

/**
 * Runs the rules of dispatch for every lane of a task: an event when it comes, time when it can
 * change something.
 *
 * <p>Everything that the rules decide leaves in the same transaction as what they remember. A tick
 * is capped in dials and in time, for it delays every task of its thread; lanes that it did not
 * reach come first in the next one. A lane whose rules or entries fail is left alone for a while:
 * its neighbours of the same task go on.
 */
final class DispatchProcessor implements Processor<Lane, LaneEvent, String, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration LONGEST_TICK = Duration.ofMillis(20);
  private static final int DIALS_PER_LANE_AND_TICK = 500;

  /** How soon to look again for a workspace that is not known yet. */
  private static final Duration UNKNOWN = Duration.ofSeconds(1);

  /** How soon to try a lane again that has failed. */
  private static final Duration FAILED = Duration.ofMinutes(1);

  private final Dispatch dispatch;
  private final LaneTick tick;
  private final Function<WorkspaceId, Optional<Workspace>> workspaces;
  private final DialingStops stops;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final DispatchMeters meters;

  private ProcessorContext<String, Object> context;
  private DispatchStores stores;
  private LaneBooks books;
  private FinishedBatches finished;
  private OldDials oldDials;
  private LeftRows leftRows;
  private DueIndex<Lane> due = new DueIndex<>();
  private Instant readSince;
  private Instant lastTick = Instant.MIN;
  private DispatchMeters.Share share;
  private WallClockTick ticking;

  DispatchProcessor(
      Dispatch dispatch,
      LaneTick tick,
      Function<WorkspaceId, Optional<Workspace>> workspaces,
      DialingStops stops,
      InstantSource clock,
      LongSupplier nanos,
      DispatchMeters meters) {
    this.dispatch = dispatch;
    this.tick = tick;
    this.workspaces = workspaces;
    this.stops = stops;
    this.clock = clock;
    this.nanos = nanos;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
    this.stores = new DispatchStores(context);
    this.books = new LaneBooks(stores);
    this.share = meters.share();
    this.readSince = now();
    this.due = new DueIndex<>();
    this.finished = stores.finishedBatches(readSince);
    this.oldDials = stores.oldDials(readSince);
    this.leftRows = stores.leftRows();
    for (Lane lane : books.stored()) {
      try {
        share.now(lane, books.of(lane).book().attempts());
        due.put(lane, readSince);
      } catch (RuntimeException | StackOverflowError fault) {
        fails(lane, fault, readSince);
      }
    }
    this.ticking = new WallClockTick(context, TICK, at -> Optional.of(tick()));
    ticking.wake();
  }

  @Override
  public void process(Record<Lane, LaneEvent> record) {
    if (record.value() == null) {
      // Nobody of ours deletes in these topics, and a stray deletion says nothing.
      return;
    }
    Lane lane = record.key();
    Instant now = now();
    long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
    Step step;
    try {
      LaneBooks.Open open = books.of(lane);
      Decisions decisions = dispatch.apply(open.book(), record.value(), offset, now);
      if (record.value() instanceof BatchOpened opened) {
        remember(open, opened, Origin.of(record.headers()));
      }
      step = step(open, decisions, now);
    } catch (RuntimeException | StackOverflowError fault) {
      // The record goes to dead-letters, and leaves nothing behind.
      stores.rollback();
      books.reread(lane);
      throw FailedInput.exception(fault);
    }
    Optional<Instant> before = due.timeOf(lane);
    take(step, now);
    // A lane that is due stays where it is: records must not make it the last of those that are,
    // nor wake one that has failed.
    before
        .filter(at -> !at.isAfter(now) || share.isFailing(lane))
        .ifPresent(at -> due.put(lane, at));
    due.firstTime().ifPresent(next -> ticking.wakeIn(until(next, now)));
  }

  private static void remember(LaneBooks.Open open, BatchOpened opened, Origin origin) {
    if (!origin.isNone() && open.book().knows(opened.batch())) {
      open.store().put(opened.batch(), origin);
    }
  }

  /** How long until there is something to do, unless a record comes before. */
  private Duration tick() {
    long began = nanos.getAsLong();
    BooleanSupplier goesOn = () -> nanos.getAsLong() - began <= LONGEST_TICK.toNanos();
    Instant now = now();
    if (now.isBefore(lastTick)) {
      // The clock was ahead, and so is what was planned by it.
      books.all().forEach(open -> due.put(open.book().lane(), now));
      share.failing().forEach(lane -> due.put(lane, now));
    }
    lastTick = now;
    for (Lane lane : due.due(now, Integer.MAX_VALUE)) {
      tick(lane, now, goesOn);
      if (!goesOn.getAsBoolean()) {
        break;
      }
    }
    finished.sweep(now);
    oldDials.sweep(now);
    books.trim();
    meters.ticked(Duration.ofNanos(nanos.getAsLong() - began));
    if (leftRows.sweep()) {
      return Duration.ZERO;
    }
    Instant sweep = earlier(finished.next(), oldDials.next());
    return until(due.firstTime().filter(sweep::isAfter).orElse(sweep), now);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration until(Instant next, Instant now) {
    return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
  }

  private void tick(Lane lane, Instant now, BooleanSupplier goesOn) {
    Step step;
    try {
      Optional<Workspace> workspace = workspaces.apply(lane.workspace());
      if (workspace.isEmpty()) {
        withoutWorkspace(lane, now);
        return;
      }
      LaneShare limits = LaneShare.of(workspace.get().limits(), lane, workspace.get().lanes());
      int[] left = {DIALS_PER_LANE_AND_TICK};
      BooleanSupplier more = () -> left[0]-- > 0 && goesOn.getAsBoolean();
      LaneBooks.Open open = books.of(lane);
      step = step(open, tick.run(open.book(), limits, stops, now, readSince, more), now);
    } catch (RuntimeException | StackOverflowError fault) {
      fails(lane, fault, now);
      return;
    }
    take(step, now);
    share.works(lane);
  }

  /**
   * Nobody knows how fast it may dial, so it does not; but calls that are open are asked about and
   * ended as ever.
   */
  private void withoutWorkspace(Lane lane, Instant now) {
    LaneBooks.Open open = books.of(lane);
    take(step(open, tick.tend(open.book(), now, readSince), now), now);
    due.put(lane, now.plus(UNKNOWN));
    if (share.fails(lane)) {
      LOG.error(
          "Lane {} is of a workspace that is not known here: nobody of it is dialed until it is.",
          lane);
    }
  }

  /** What a lane throws is its own; what Kafka or a store throws concerns the whole task. */
  private void fails(Lane lane, Throwable fault, Instant now) {
    if (fault instanceof KafkaException concernsAll && !(fault instanceof SerializationException)) {
      throw concernsAll;
    }
    stores.rollback();
    books.reread(lane);
    due.put(lane, now.plus(FAILED));
    if (share.fails(lane)) {
      LOG.error(
          "Lane {} fails and is tried again every minute; nothing of it is dialed until then.",
          lane.key(),
          fault);
    }
  }

  /**
   * What an event or a tick makes of a lane.
   *
   * @param next when time changes something again; empty for never
   */
  private record Step(
      LaneBooks.Open lane,
      Decisions decisions,
      List<Record<String, Object>> requests,
      Optional<Instant> next) {}

  /** Everything that can fail for reasons of the lane, before anything leaves. */
  private Step step(LaneBooks.Open open, Decisions decisions, Instant now) {
    List<Record<String, Object>> requests =
        decisions.requests().stream().map(request -> recordOf(open, request, now)).toList();
    return new Step(open, decisions, requests, tick.nextAct(open.book(), now));
  }

  private static Record<String, Object> recordOf(
      LaneBooks.Open open, DialRequest request, Instant now) {
    RecordHeaders headers = new RecordHeaders();
    open.store().origin(request.attempt().call().batch()).addTo(headers);
    return new Record<>(open.book().lane().key(), request, now.toEpochMilli(), headers);
  }

  /** What was decided leaves, what is remembered is kept, and the lane is due again. */
  private void take(Step step, Instant now) {
    Lane lane = step.lane().book().lane();
    RefusedByBrokers.as(lane.key(), () -> leave(step, lane, now));
    step.decisions().events().forEach(meters::decided);
    step.decisions().requests().forEach(meters::requested);
    stores.commit();
    share.now(lane, step.lane().book().attempts());
    step.next()
        // Not before others that are due now as well.
        .ifPresentOrElse(
            next -> due.put(lane, next.isAfter(now) ? next : now), () -> due.remove(lane));
  }

  private void leave(Step step, Lane lane, Instant now) {
    for (CallEvent.Decision event : step.decisions().events()) {
      context.forward(new Record<>(lane.key(), event, now.toEpochMilli()), DispatchTopology.EVENTS);
    }
    for (Suppression entry : step.decisions().entries()) {
      context.forward(
          new Record<>(Topics.key(lane, entry), entry, now.toEpochMilli()),
          DispatchTopology.ENTRIES);
    }
    for (Decisions.Commanded told : step.decisions().commands()) {
      context.forward(
          new Record<>(told.lane().key(), told.command(), now.toEpochMilli()),
          DispatchTopology.COMMANDS);
    }
    step.requests().forEach(request -> context.forward(request, DispatchTopology.REQUESTS));
  }

  /** Millisecond precision, as on the wire, so that what is stored and what is sent are equal. */
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  @Override
  public void close() {
    if (ticking != null) {
      ticking.close();
    }
    if (share != null) {
      share.close();
    }
  }
}
