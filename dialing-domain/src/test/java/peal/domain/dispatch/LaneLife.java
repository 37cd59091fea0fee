package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.SmartCallback;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;

/**
 * One lane from its first upload to its last word, in made-up time, with every fact written down.
 */
final class LaneLife {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Timing TIMING = Timing.DEFAULT;
  private static final int MOST_RECORDS = 6;

  final MapLaneStore store = new MapLaneStore();
  LaneBook book = store.book();
  final LaneShare share;
  final RoughNetwork network;
  private final StopTimeline stops;
  final Map<CallId, List<CallEvent.CallSettled>> settled = new LinkedHashMap<>();
  final Map<BatchId, CallEvent.BatchStopped> stopped = new LinkedHashMap<>();
  private final Set<BatchId> paused = new HashSet<>();
  private final Map<BatchId, PlanRevision> plans = new HashMap<>();
  final List<DialRequest> dials = new ArrayList<>();
  private final Map<BatchId, Instant> slots = new HashMap<>();
  private final Map<BatchId, PlanRevision> judgedBy = new HashMap<>();
  final Set<CallId> rows = new HashSet<>();
  final List<String> faults = new ArrayList<>();

  /** Ends that plans have had. */
  final Set<Instant> ends = new HashSet<>();

  /** Whether plans change under way. */
  boolean edited = true;

  private final Random random;
  private final Dispatch dispatch = new Dispatch(TIMING);
  private final LaneTick tick = new LaneTick(TIMING);
  private final List<List<LaneEvent>> inputs = new ArrayList<>();
  private Instant now = START;
  private Instant last = START;

  LaneLife(long seed, LaneShare share, boolean honoursKeys, double trouble) {
    this.random = new Random(seed);
    this.share = share;
    this.stops = StopTimeline.any(random, book.lane(), START);
    this.network = new RoughNetwork(random, honoursKeys, trouble, stops);
  }

  /** Puts a batch on its way: commands and rows come on two inputs, each in order. */
  BatchId upload(int size, SmartCallback callbacks, boolean cancelled) {
    BatchId batch = BatchId.ofToken("b" + inputs.size());
    List<LaneEvent> commands = new ArrayList<>();
    List<LaneEvent> calls = new ArrayList<>();
    List<LaneEvent> edits = new ArrayList<>();
    commands.add(
        new BatchOpened(
            batch, START, null, agent(), size, size, START.plusSeconds(900), null, callbacks));
    commands.add(new BatchSealed(batch, START, size));
    if (random.nextInt(3) == 0) {
      commands.add(new BatchPaused(batch, START));
      commands.add(new BatchResumed(batch, START.plusMillis(1)));
    }
    for (int revision = 2; edited && random.nextInt(3) > 0 && revision < 6; revision++) {
      edits.add(
          new BatchChanged(
              batch, START, new PlanRevision(revision, START, "key_1", anyPlan(callbacks))));
    }
    if (cancelled) {
      commands.add(new BatchCancelled(batch, START));
    }
    for (int row = 1; row <= size; row++) {
      CallId id = CallId.ofRow(batch, 0, row);
      rows.add(id);
      calls.add(new CallQueued(id, START, new PhoneNumber("+1555000" + (1000 + row)), Map.of()));
      if (random.nextInt(5) == 0) {
        calls.add(calls.get(random.nextInt(calls.size()))); // A repeat.
      }
    }
    // Changes come whenever they come, also before the opening and after the end; some twice.
    edits.addAll(edits.subList(0, random.nextInt(edits.size() + 1)));
    inputs.add(edits);
    inputs.add(commands);
    inputs.add(calls);
    return batch;
  }

  private BatchPlan anyPlan(SmartCallback callbacks) {
    Instant end = random.nextInt(4) > 0 ? null : START.plusMillis(random.nextInt(60_000));
    if (end != null) {
      ends.add(end);
    }
    return new BatchPlan(
        random.nextBoolean() ? null : 1 + random.nextInt(10),
        random.nextBoolean() ? null : Math.exp(random.nextDouble(-3, 4)),
        random.nextBoolean() ? null : 1 + random.nextInt(5),
        null,
        end,
        callbacks);
  }

  static CallingAgent agent() {
    return new CallingAgent(
        "agent_1",
        "A",
        "m",
        "p",
        "v",
        "en",
        "Hello",
        null,
        Map.of(),
        new PhoneNumber("+15550001111"),
        600);
  }

  /** Lets time pass until nothing is left to do, at most {@code limit}. */
  void run(Duration limit) {
    Instant end = START.plus(limit);
    while (now.isBefore(end) && !(inputs.stream().allMatch(List::isEmpty) && store.isEmpty())) {
      boolean busy = book.out() > 0 || inputs.stream().anyMatch(input -> !input.isEmpty());
      now = now.plusMillis(busy ? 50 : 20_000);
      if (random.nextInt(300) == 0) {
        // Another instance goes on from what was kept.
        book = store.book();
      }
      for (CallEvent.Report report : network.arrivedBy(now)) {
        carryOut(dispatch.apply(book, report, now));
      }
      // Between two ticks come a few records or none.
      for (int records = random.nextInt(MOST_RECORDS + 1); records > 0; records--) {
        List<List<LaneEvent>> some = inputs.stream().filter(input -> !input.isEmpty()).toList();
        if (!some.isEmpty()) {
          carryOut(dispatch.apply(book, some.get(random.nextInt(some.size())).removeFirst(), now));
        }
      }
      // A lane that sleeps must be woken by nothing but time and events.
      if (tick.nextAct(book, last).filter(next -> !next.isAfter(now)).isPresent()) {
        carryOut(tick.run(book, share, stops.at(now), now, Instant.EPOCH, () -> true));
      }
      last = now;
      if (book.out() > share.open()) {
        faults.add(book.out() + " out at " + now);
      }
    }
  }

  /** A batch keeps the pace and the calls at once of the plan that was confirmed last. */
  private void judge(DialRequest dial) {
    BatchId batch = dial.attempt().call().batch();
    Instant before = slots.put(batch, dial.slotAt());
    PlanRevision plan = plans.get(batch);
    if (plan == null) {
      return;
    }
    Instant end = plan.plan().endAt();
    if (end != null && dial.dialBy().isAfter(end)) {
      faults.add("dial past the end: " + dial.attempt() + " by " + dial.dialBy());
    }
    Double pace = plan.plan().callsPerSecond();
    PlanRevision judged = judgedBy.put(batch, plan);
    // Slots are rounded up to milliseconds on the wire, and down in a store.
    if (pace != null
        && plan.equals(judged)
        && Duration.between(before, dial.slotAt()).toMillis() < 1_000 / pace - 2) {
      faults.add("faster than " + plan + ": " + before + ", " + dial.slotAt());
    }
    Integer most = plan.plan().maxConcurrency();
    if (most != null && plan.equals(judged) && book.out(batch) > most) {
      faults.add("more calls out than " + plan);
    }
  }

  private void carryOut(Decisions decisions) {
    for (CallEvent.Decision event : decisions.events()) {
      switch (event) {
        case CallEvent.CallSettled end ->
            settled.computeIfAbsent(end.call(), id -> new ArrayList<>()).add(end);
        case CallEvent.BatchStopped stop -> stopped.put(stop.batch(), stop);
        case CallEvent.PauseApplied applied -> {
          if (applied.paused()) {
            paused.add(applied.batch());
          } else {
            paused.remove(applied.batch());
          }
        }
        case CallEvent.ChangeApplied applied -> {
          PlanRevision before = plans.put(applied.batch(), applied.change());
          if (before != null && before.revision() > applied.change().revision()) {
            faults.add("a change undone: " + before + " by " + applied);
          }
        }
        case CallEvent.BatchExpired expired -> faults.add("expired " + expired.batch());
        case CallEvent.CallbackScheduled again -> {
          if (stopped.containsKey(again.call().batch())) {
            faults.add("callback after the stop: " + again);
          }
        }
      }
    }
    for (DialRequest request : decisions.requests()) {
      if (request.kind() == DialRequest.Kind.DIAL) {
        dials.add(request);
        judge(request);
        if (stops.at(now).of(request.lane().workspace(), request.carrier()).isPresent()) {
          faults.add("dial while dialing is stopped: " + request.attempt());
        }
        if (paused.contains(request.attempt().call().batch())) {
          faults.add("dial while paused: " + request.attempt());
        }
        if (stopped.containsKey(request.attempt().call().batch())) {
          faults.add("dial after the stop: " + request.attempt());
        }
      }
      network.take(request, now);
    }
  }
}
