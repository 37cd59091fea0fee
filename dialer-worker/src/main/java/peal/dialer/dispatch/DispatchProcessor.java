package peal.dialer.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.Decisions;
import peal.domain.dispatch.Dispatch;
import peal.domain.dispatch.LaneShare;
import peal.domain.dispatch.LaneTick;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent;
import peal.domain.event.LaneEvent;
import peal.service.trace.Origin;

/**
 * Runs the rules of dispatch for every lane of a task: an event when it comes, time when it passes.
 *
 * <p>Everything that the rules decide leaves in the same transaction as what they remember. A tick
 * is capped in dials and in time, for it delays every task of its thread; the next one goes on with
 * the lane at which it stopped.
 */
final class DispatchProcessor implements Processor<Lane, LaneEvent, String, Object> {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration LONGEST_TICK = Duration.ofMillis(20);
  private static final int DIALS_PER_LANE_AND_TICK = 500;

  private final Dispatch dispatch;
  private final LaneTick tick;
  private final Function<WorkspaceId, Optional<Workspace>> workspaces;
  private final InstantSource clock;
  private final DispatchMeters meters;

  private ProcessorContext<String, Object> context;
  private DispatchStores stores;
  private Map<Lane, StoredLaneBook> books;
  private Instant readSince;
  private int firstLane;
  private DispatchMeters.Share share;

  DispatchProcessor(
      Dispatch dispatch,
      LaneTick tick,
      Function<WorkspaceId, Optional<Workspace>> workspaces,
      InstantSource clock,
      DispatchMeters meters) {
    this.dispatch = dispatch;
    this.tick = tick;
    this.workspaces = workspaces;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
    this.stores = DispatchStores.of(context);
    this.books = StoredLaneBook.all(stores);
    this.share = meters.share();
    this.readSince = now();
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, at -> tick());
  }

  @Override
  public void process(Record<Lane, LaneEvent> record) {
    if (record.value() == null) {
      // Nobody of ours deletes in these topics, and a stray deletion says nothing.
      return;
    }
    Lane lane = record.key();
    StoredLaneBook book =
        books.computeIfAbsent(lane, unknown -> new StoredLaneBook(unknown, stores));
    Instant now = now();
    Decisions decisions;
    try {
      decisions = dispatch.apply(book, record.value(), now);
    } catch (RuntimeException fault) {
      // The record goes to dead-letters. What a book holds in memory and a store refused must not
      // stay, or the next record of the call would fail as well.
      if (!(fault instanceof KafkaException)) {
        books = StoredLaneBook.all(stores);
      }
      throw fault;
    }
    if (record.value() instanceof BatchOpened opened) {
      remember(book, opened, Origin.of(record.headers()));
    }
    send(book, decisions, now);
  }

  private static void remember(StoredLaneBook book, BatchOpened opened, Origin origin) {
    if (!origin.isNone() && book.progress(opened.batch()).isPresent()) {
      book.put(opened.batch(), origin);
    }
  }

  private void tick() {
    long began = System.nanoTime();
    List<StoredLaneBook> busy = new ArrayList<>(books.values());
    busy.removeIf(StoredLaneBook::idle);
    for (int i = 0; i < busy.size(); i++) {
      StoredLaneBook book = busy.get((firstLane + i) % busy.size());
      tick(book);
      if (System.nanoTime() - began > LONGEST_TICK.toNanos()) {
        firstLane = (firstLane + i + 1) % busy.size();
        break;
      }
    }
    share.now(books.values());
    meters.ticked(Duration.ofNanos(System.nanoTime() - began));
  }

  private void tick(StoredLaneBook book) {
    Lane lane = book.lane();
    Optional<Workspace> workspace = workspaces.apply(lane.workspace());
    if (workspace.isEmpty()) {
      return;
    }
    LaneShare share = LaneShare.of(workspace.get().limits(), lane, workspace.get().lanes());
    Instant now = now();
    send(book, tick.run(book, share, now, DIALS_PER_LANE_AND_TICK, readSince), now);
  }

  /** Millisecond precision, as on the wire, so that what is stored and what is sent are equal. */
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private void send(StoredLaneBook book, Decisions decisions, Instant now) {
    Lane lane = book.lane();
    long at = now.toEpochMilli();
    for (CallEvent.Decision event : decisions.events()) {
      context.forward(new Record<>(lane.key(), event, at), DispatchTopology.EVENTS);
      meters.decided(event);
    }
    for (DialRequest request : decisions.requests()) {
      RecordHeaders headers = new RecordHeaders();
      book.origin(request.attempt().call().batch()).addTo(headers);
      context.forward(new Record<>(lane.key(), request, at, headers), DispatchTopology.REQUESTS);
      meters.requested(request);
    }
  }

  @Override
  public void close() {
    if (share != null) {
      share.close();
    }
  }
}
