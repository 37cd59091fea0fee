package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallLimits;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.StopWhen;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.BatchCommand.BatchResumed;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;
import peal.domain.hours.CallingHours;

/**
 * One lane from its first upload to its last word, in made-up time, with every fact written down.
 */
final class LaneLife {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Timing TIMING = Timing.DEFAULT;
  private static final int MOST_RECORDS = 6;
  private static final List<String> ZONES =
      List.of("", "Asia/Tokyo", "Europe/Berlin", "America/Chicago,America/New_York");

  final MapLaneStore store = new MapLaneStore();
  LaneBook book = store.book();
  final LaneShare share;
  final RoughNetwork network;
  private final StopTimeline stops;
  final Map<CallId, List<CallEvent.CallSettled>> settled = new LinkedHashMap<>();
  final List<CallEvent.CallbackScheduled> retries = new ArrayList<>();
  final Map<BatchId, CallEvent.BatchStopped> stopped = new LinkedHashMap<>();
  private final Set<BatchId> paused = new HashSet<>();

  /** Batches that were kept open and of which the lane has not said that they have finished. */
  final Set<BatchId> unfinished = new HashSet<>();

  final List<DialRequest> dials = new ArrayList<>();
  final List<CallEvent.BatchTripped> trips = new ArrayList<>();
  final Set<CallId> rows = new HashSet<>();

  /** Whether each row is for somebody else; else batches are for the same people. */
  boolean apart;

  final List<String> faults = new ArrayList<>();
  private final DialJudge judge = new DialJudge(TIMING, faults);

  /** Whether plans change under way. */
  boolean edited = true;

  /** Whether some batches are kept open, and rows are added. */
  boolean extended = true;

  /** How often a number may be called, whatever else a plan says; null for no limit. */
  CallLimits limits;

  /** When batches pause themselves, unless a change says that they never do; null for never. */
  StopWhen stopWhen;

  /** In which time from its start plans change, begin and end. */
  Duration changing = Duration.ofMinutes(1);

  private final Random random;
  private final Dispatch dispatch = new Dispatch(TIMING);
  private final LaneTick tick = new LaneTick(TIMING);
  private final List<List<LaneEvent>> inputs = new ArrayList<>();

  /** Changes and resumes that come at a time of their own. */
  private final TreeMap<Instant, BatchCommand> later = new TreeMap<>();

  private Instant now = START;
  private Instant last = START;

  LaneLife(long seed, LaneShare share, boolean honoursKeys, double trouble) {
    this.random = new Random(seed);
    this.share = share;
    this.stops = StopTimeline.any(random, book.lane(), START);
    this.network = new RoughNetwork(random, honoursKeys, trouble, stops);
  }

  /** Puts a batch on its way that may call at any time. */
  BatchId upload(int size, RetryPlan callbacks, boolean cancelled) {
    return upload(size, callbacks, cancelled, null);
  }

  /** Puts a batch on its way: commands and rows come on two inputs, each in order. */
  BatchId upload(int size, RetryPlan callbacks, boolean cancelled, CallingHours hours) {
    BatchId batch = BatchId.ofToken("b" + inputs.size());
    List<LaneEvent> commands = new ArrayList<>();
    List<LaneEvent> calls = new ArrayList<>();
    List<LaneEvent> edits = new ArrayList<>();
    BatchOpened opened =
        new BatchOpened(
            batch,
            START,
            null,
            agent(),
            size,
            size,
            START.plusSeconds(900),
            false,
            null,
            new BatchPlan(null, null, null, null, null, callbacks, null, limits, stopWhen),
            hours,
            null,
            null);
    List<BatchExtended> additions = additions(batch, size);
    boolean keptOpen = !additions.isEmpty();
    if (keptOpen) {
      unfinished.add(batch);
    }
    commands.add(
        keptOpen
            ? opened.keptOpen(new BatchExtent(0, 1, size, List.of((long) size), false, 0L), null)
            : opened);
    judge.within(batch, hours);
    commands.add(new BatchSealed(batch, START, size));
    commands.addAll(additions);
    if (random.nextInt(3) == 0) {
      commands.add(new BatchPaused(batch, START));
      commands.add(new BatchResumed(batch, START.plusMillis(1)));
    }
    boolean atAnyTime = random.nextBoolean();
    Instant at = START;
    for (int revision = 2; edited && random.nextInt(3) > 0 && revision < 6; revision++) {
      PlanRevision change = new PlanRevision(revision, START, "key_1", anyPlan(callbacks));
      if (atAnyTime) {
        at = at.plusNanos(random.nextLong(changing.toNanos() / 2));
        later.put(at, new BatchChanged(batch, START, change));
      } else {
        edits.add(new BatchChanged(batch, START, change));
      }
    }
    if (cancelled) {
      commands.add(new BatchCancelled(batch, START));
    }
    long rowsInAll = keptOpen ? additions.getLast().extent().lastRow() : size;
    for (int row = 1; row <= rowsInAll; row++) {
      CallId id = CallId.ofRow(batch, 0, row);
      rows.add(id);
      String where = hours == null ? null : ZONES.get(random.nextInt(ZONES.size()));
      judge.rings(id, where);
      PhoneNumber number = new PhoneNumber("+1555000" + (1000 + (apart ? rows.size() : row)));
      calls.add(new CallQueued(id, START, number, Map.of(), where, null));
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

  /**
   * Rows that are added to a batch of which some are kept open, and its close; some heard twice.
   */
  private List<BatchExtended> additions(BatchId batch, int size) {
    List<BatchExtended> said = new ArrayList<>();
    if (!extended || random.nextBoolean()) {
      return said;
    }
    BatchExtent extent = new BatchExtent(0, 1, size, List.of((long) size), false, 0L);
    for (int more = random.nextInt(4); more > 0; more--) {
      long rows = 1 + random.nextInt(10);
      extent = extent.plus(rows, new long[] {rows}, 0);
      said.add(new BatchExtended(batch, START, extent));
    }
    said.add(new BatchExtended(batch, START, extent.close()));
    if (random.nextBoolean()) {
      // The last one stays the last: the newest says all.
      said.add(random.nextInt(said.size()), said.get(random.nextInt(said.size())));
    }
    return said;
  }

  /** Puts numbers on lists and takes some off, in any order and some twice. */
  void list(int entries) {
    List<LaneEvent> lists = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      PhoneNumber number = new PhoneNumber("+1555000" + (1001 + random.nextInt(25)));
      boolean removed = random.nextInt(4) == 0;
      Instant until = removed || random.nextBoolean() ? null : anyTime();
      DoNotCallList list =
          random.nextBoolean() ? DoNotCallList.OPT_OUT : new DoNotCallList("complaints");
      lists.add(new Suppression(number, list, START, removed, until, null, "key_1", "ask_1"));
    }
    inputs.add(lists);
  }

  private Instant anyTime() {
    return START.plusMillis(random.nextLong(changing.toMillis()));
  }

  private BatchPlan anyPlan(RetryPlan callbacks) {
    Instant one = anyTime();
    Instant other = anyTime();
    boolean begins = random.nextInt(4) == 0 && one.isBefore(other);
    return new BatchPlan(
        random.nextBoolean() ? null : 1 + random.nextInt(10),
        random.nextBoolean() ? null : Math.exp(random.nextDouble(-3, 4)),
        random.nextBoolean() ? null : 1 + random.nextInt(5),
        begins ? one : null,
        random.nextInt(4) == 0 ? other : null,
        callbacks,
        null,
        limits,
        random.nextBoolean() ? null : stopWhen);
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
      while (!later.isEmpty() && !later.firstKey().isAfter(now)) {
        carryOut(dispatch.apply(book, later.pollFirstEntry().getValue(), now));
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
        case CallEvent.BatchTripped tripped -> {
          // Somebody resumes it, for it would wait for ever.
          trips.add(tripped);
          Instant resumed = tripped.at().plusMillis(1 + random.nextInt(60_000));
          while (later.containsKey(resumed)) {
            resumed = resumed.plusMillis(1);
          }
          later.put(resumed, new BatchResumed(tripped.batch(), resumed));
        }
        case CallEvent.ChangeApplied applied -> judge.applied(applied);
        case CallEvent.LateOptOut heard -> faults.add("nobody opted out: " + heard.attempt());
        case CallEvent.BatchFinished finished -> {
          if (!unfinished.remove(finished.batch())) {
            faults.add("finished twice, or never kept open: " + finished.batch());
          }
        }
        case CallEvent.NumberSuppressed entry -> judge.listed(entry);
        case CallEvent.BatchExpired expired -> faults.add("expired " + expired.batch());
        case CallEvent.CallHeld held -> {
          // It is dialed later.
        }
        case CallEvent.CallbackScheduled again -> {
          retries.add(again);
          if (stopped.containsKey(again.call().batch())) {
            faults.add("callback after the stop: " + again);
          }
        }
      }
    }
    for (DialRequest request : decisions.requests()) {
      if (request.kind() == DialRequest.Kind.DIAL) {
        dials.add(request);
        if (book.openCalls(request.number()).stream()
                .filter(call -> !(call instanceof OpenCall.HeldBack))
                .count()
            > 1) {
          faults.add("two calls to one number: " + request.attempt());
        }
        judge.dialed(request, book.out(request.attempt().call().batch()));
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
