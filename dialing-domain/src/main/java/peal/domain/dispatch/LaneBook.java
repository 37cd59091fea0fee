package peal.domain.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CongestionWindow;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.LaneStore.Waiting;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;

/**
 * What dispatch remembers of one lane: in memory what it must have at hand, with what is due when
 * and whose turn it is in order; the rest in a {@link LaneStore}. Nothing here walks all batches,
 * all open or all waiting calls. Used by one thread.
 */
public final class LaneBook {
  private static final int MOST_ENDED = 1_024;

  /** A batch's file may have a million numbers that are on lists, or were all called today. */
  private static final int MOST_PASSED_OVER = 50;

  /**
   * Calls of a batch that wait for another slot lie in memory. From so many on they go before rows,
   * which lie on disk, whenever one of them is due; else they have every other turn.
   */
  static final int MOST_HELD_BACK = 1_000;

  private final Lane lane;
  private final LaneStore store;
  private final Map<String, LaneBatch> batches = new TreeMap<>();
  private final OpenCalls open = new OpenCalls();
  private final TurnOrder turns = new TurnOrder();

  /** Batches that time may end, expire or sweep, by when they must be looked at. */
  private final DueIndex<BatchId> looks = new DueIndex<>();

  private CongestionWindow window =
      CongestionWindow.of(
          LaneShare.LEAST_UNDIALED, LaneShare.FIRST_UNDIALED, LaneShare.FIRST_UNDIALED);

  /** When each carrier last took a call; in memory only. */
  private final Map<String, Instant> placed = new HashMap<>();

  /** The time at the last tick; null before the first. */
  private Instant lookedAt;

  /** Batches whose caller is left alone. */
  private final Set<BatchId> resting = new HashSet<>();

  private LaneState state;

  /** The last slot of each carrier whose pace grows after a stop, µs; in memory only. */
  private final Map<String, Long> slots = new HashMap<>();

  /** Calls whose attempts ended last: what was said in them is often heard a moment later. */
  private final Map<CallId, PhoneNumber> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CallId, PhoneNumber> eldest) {
          return size() > MOST_ENDED;
        }
      };

  /** Batches of which attempts have ended, whose plan wants them judged. */
  private Set<BatchId> toJudge = new LinkedHashSet<>();

  /** Dialing is stopped, and looked at again then. */
  private Instant stoppedUntil = Instant.MIN;

  /** Whether the last tick stopped at a limit, and no place has become free since. */
  private boolean full;

  /**
   * A lane of which nothing is known but its pace.
   *
   * @param state its pace, as it was kept, or {@link LaneState#NEW}
   */
  public LaneBook(Lane lane, LaneState state, LaneStore store) {
    this.lane = lane;
    this.state = state;
    this.store = store;
  }

  /** Takes in what the store held. */
  public void restore(BatchTerms stored) {
    change(stored.batch(), batch -> batch.outline(BatchOutline.of(stored)));
    lookSoon(stored.batch());
  }

  /** Takes in what the store held. */
  public void restore(BatchProgress stored) {
    // Earlier versions left rows behind where some came between a cancel and its sweep.
    BatchProgress known = stored.swept() ? stored.noneTaken() : stored;
    change(stored.batch(), batch -> batch.progress(known));
    lookSoon(stored.batch());
    if (stored.recent() != null) {
      judgeSoon(stored.batch());
    }
  }

  /** Takes in what the store held. */
  public void restore(OpenCall stored) {
    keep(stored);
  }

  /** The lane. */
  public Lane lane() {
    return lane;
  }

  /** Whether nothing is known but its pace, so that time cannot change anything. */
  public boolean isIdle() {
    return batches.isEmpty() && open.isEmpty();
  }

  /** Whether a batch is known and not finished. */
  public boolean knows(BatchId batch) {
    return batches.containsKey(batch.value());
  }

  /**
   * Takes note of the time.
   *
   * @return whether what is here may have been planned by a clock that was ahead: it was set back
   *     since, or another process may have planned it
   */
  boolean mayHaveBeenAhead(Instant now) {
    boolean ahead = lookedAt == null || now.isBefore(lookedAt);
    lookedAt = now;
    if (ahead) {
      turns.clockIs(now);
      placed.values().removeIf(now::isBefore);
      batches.keySet().forEach(id -> change(new BatchId(id), LaneBatch::rejudge));
      batches.keySet().forEach(id -> lookSoon(new BatchId(id)));
    }
    return ahead;
  }

  /** Attempts under way, for figures. */
  public OpenCalls attempts() {
    return open;
  }

  LaneState state() {
    return state;
  }

  void put(LaneState next) {
    state = next;
    store.put(next);
  }

  /**
   * How many requests may be undialed. Kept in memory only: after a restart it is learned anew,
   * from other workers perhaps.
   */
  CongestionWindow window() {
    return window;
  }

  void put(CongestionWindow next) {
    full &= next.places() <= window.places();
    window = next;
  }

  /** A carrier took a call. */
  void placed(String carrier, Instant at) {
    placed.merge(String.valueOf(carrier), at, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** When a carrier last took a call, as far as is known here. */
  Optional<Instant> lastPlaced(String carrier) {
    return Optional.ofNullable(placed.get(String.valueOf(carrier)));
  }

  // Batches.

  /** How many batches are not finished here. */
  public int batches() {
    return batches.size();
  }

  /** How far a batch has come; empty when it is unknown or finished. */
  Optional<BatchProgress> progress(BatchId batch) {
    return batch(batch).flatMap(LaneBatch::progress);
  }

  void put(BatchProgress next) {
    Optional<BatchProgress> before = progress(next.batch());
    boolean moved =
        before.isEmpty()
            || before.get().phase() != next.phase()
            || before.get().revision() != next.revision();
    change(next.batch(), batch -> batch.progress(next));
    store.put(next);
    if (moved) {
      lookSoon(next.batch());
    }
  }

  /** What of a batch's terms is at hand; empty while only rows of it have come. */
  Optional<BatchOutline> outline(BatchId batch) {
    return batch(batch).flatMap(LaneBatch::outline);
  }

  /** The plan that a batch goes by. */
  BatchPlan plan(BatchId batch) {
    return batch(batch).map(LaneBatch::plan).orElse(BatchPlan.USUAL);
  }

  /** What was agreed for a batch; empty while only rows of it have come. */
  Optional<BatchTerms> terms(BatchId batch) {
    return outline(batch).isEmpty() ? Optional.empty() : store.terms(batch);
  }

  void put(BatchTerms agreed) {
    change(agreed.batch(), batch -> batch.outline(BatchOutline.of(agreed)));
    store.put(agreed);
    lookSoon(agreed.batch());
  }

  /** Whether a batch was here and is over. */
  boolean isFinished(BatchId batch) {
    return !batches.containsKey(batch.value()) && store.isFinished(batch);
  }

  /** Nothing more can come of a batch: only its id is remembered. */
  void finish(BatchId id, Instant now) {
    LaneBatch batch = batches.remove(id.value());
    if (batch != null) {
      turns.remove(batch);
    }
    resting.remove(id);
    looks.remove(id);
    store.finish(id, now);
  }

  /** Batches that time may change at {@code now}, at most {@code most}. */
  List<BatchId> batchesToLookAt(Instant now, int most) {
    return looks.due(now, most);
  }

  /** Time changes nothing of {@code batch} before {@code at}; null for never. */
  void lookAgain(BatchId batch, Instant at) {
    if (at == null) {
      looks.remove(batch);
    } else if (batches.containsKey(batch.value())) {
      looks.put(batch, at);
    }
  }

  private void lookSoon(BatchId batch) {
    looks.put(batch, Instant.MIN);
  }

  private Optional<LaneBatch> batch(BatchId id) {
    return Optional.ofNullable(batches.get(id.value()));
  }

  private void change(BatchId id, Consumer<LaneBatch> how) {
    LaneBatch batch = batches.computeIfAbsent(id.value(), unknown -> new LaneBatch(id));
    turns.remove(batch);
    how.accept(batch);
    turns.put(batch, batch.dialsFrom(store));
  }

  // Turns.

  /** The batch whose turn it is to have {@code slot}, if any can dial at {@code now}. */
  Optional<BatchId> nextTurn(Instant now, Instant slot) {
    return turns.next(now, slot).map(LaneBatch::id);
  }

  /** The first slot that a batch may have which has none before by its own pace. */
  Optional<Instant> nextSpaced() {
    return turns.nextSpaced();
  }

  /** The own pace of {@code batch} gives it no slot before {@code slot}. */
  void spaced(BatchId batch, Instant slot) {
    change(batch, known -> known.spacedUntil(slot));
  }

  /** Its plan gives {@code batch} no slot until one of its calls is over or the plan changes. */
  void blocked(BatchId batch) {
    change(batch, known -> known.blocked(true));
  }

  /**
   * {@code batch} had its turn.
   *
   * @param queue whose call it was used for
   * @param deferred whether that had lost its slot before
   */
  void served(BatchId batch, LaneQueue queue, boolean deferred) {
    batch(batch)
        .ifPresent(known -> {
          known.served(queue, deferred);
          turns.served(known);
        });
  }

  /** Whether so many calls of {@code batch} wait for another slot that they go before its rows. */
  boolean hasBacklog(BatchId batch) {
    return batch(batch).map(LaneBatch::backlog).orElse(false);
  }

  /** The queue of {@code batch} whose turn it is, if any can dial at {@code now}. */
  Optional<LaneQueue> nextQueue(BatchId batch, Instant now) {
    Optional<LaneQueue> next = batch(batch).flatMap(known -> known.nextQueue(store, now));
    if (next.isEmpty()) {
      // It may stand among those that are ready by a clock that was ahead: else it would be asked
      // again, for ever.
      change(batch, known -> {});
    }
    return next;
  }

  /** Judges a dial of {@code queue}, which waits where the hours of its batch say so. */
  Verdict judge(BatchId batch, LaneQueue queue, CallingHours hours, Instant slotAt) {
    Verdict verdict = queue.judge(hours, slotAt);
    if (!(verdict instanceof Verdict.Go)) {
      change(batch, known -> {});
    }
    if (verdict instanceof Verdict.Refuse) {
      lookSoon(batch);
    }
    return verdict;
  }

  /** The queues of {@code batch} of which nobody will be dialed. */
  List<LaneQueue> refused(BatchId batch) {
    return batch(batch).stream()
        .flatMap(known -> known.queues().stream())
        .filter(queue -> queue.refusal().isPresent())
        .toList();
  }

  /** Whoever comes into {@code queue} from now on is judged anew. */
  void rejudge(BatchId batch, LaneQueue queue) {
    change(batch, known -> queue.rejudge());
  }

  /** Leaves {@code batch} alone until {@code until}. */
  void rest(BatchId batch, Instant until) {
    resting.add(batch);
    change(batch, known -> known.restsUntil(until));
  }

  /**
   * The number of a call of {@code batch} was in use. After too many in a row the batch rests.
   *
   * @param until for so long
   */
  void foundInUse(BatchId batch, Instant until) {
    if (batch(batch).map(LaneBatch::foundInUse).orElse(0) >= NumbersInUse.MOST_IN_A_ROW) {
      batch(batch).ifPresent(LaneBatch::goesOn);
      rest(batch, until);
    }
  }

  /**
   * A call of {@code batch} was taken out and nobody may call its number (now), which costs it no
   * turn. After too many in a row it does: others wait meanwhile.
   */
  void passedOver(BatchId batch) {
    batch(batch)
        .filter(known -> known.passedOver() >= MOST_PASSED_OVER)
        .ifPresent(known -> {
          known.goesOn();
          turns.served(known);
        });
  }

  /** A caller was let in: whoever rests is looked at again. */
  void wakeResting() {
    List.copyOf(resting).forEach(batch -> change(batch, known -> known.restsUntil(null)));
    resting.clear();
  }

  /** An attempt of {@code batch} has ended, and its plan wants that judged. */
  void judgeSoon(BatchId batch) {
    toJudge.add(batch);
  }

  /** Whether there is anything to judge. */
  boolean hasToJudge() {
    return !toJudge.isEmpty();
  }

  /** Those of which attempts have ended since this was asked last. */
  Set<BatchId> takeToJudge() {
    if (toJudge.isEmpty()) {
      return Set.of();
    }
    Set<BatchId> taken = toJudge;
    toJudge = new LinkedHashSet<>();
    return taken;
  }

  /** The tick stopped at a limit. */
  void full() {
    full = true;
  }

  /** Whether it did, and nothing has changed since. */
  boolean isFull() {
    return full;
  }

  /** Dialing is stopped; whether it still is, is looked at {@code until}. */
  void stopped(Instant until) {
    stoppedUntil = until;
  }

  /** No tick dials anybody before this. */
  Instant stoppedUntil() {
    return stoppedUntil;
  }

  /** A carrier whose pace grows was given the slot at {@code micros}. */
  void slotGiven(String carrier, long micros) {
    slots.put(String.valueOf(carrier), micros);
  }

  /** The last slot that such a carrier was given, µs since 1970; 0 where none is known. */
  long lastSlotOf(String carrier) {
    return slots.getOrDefault(String.valueOf(carrier), 0L);
  }

  /** From when on somebody can dial; empty where only an event can change that. */
  Optional<Instant> nextTurnAt() {
    return turns.nextTurnAt();
  }

  /** When time may next change a batch or an open call; empty for never. */
  Optional<Instant> nextLook() {
    Optional<Instant> call = open.nextLook();
    Optional<Instant> batch = looks.firstTime();
    return call.isPresent() && batch.isPresent() && call.get().isBefore(batch.get())
        ? call
        : batch.or(() -> call);
  }

  // Calls that wait.

  /** Its {@link BatchProgress} knows of it already. */
  void queueFresh(CallId id, QueuedCall call) {
    store.queueFresh(queue(id.batch(), call.zones()), id, call);
  }

  /** Takes out the first row of {@code rows} that was not dialed. */
  Optional<Waiting> takeFresh(BatchId batch, ZoneRows rows) {
    return store.takeFresh(batch, queue(batch, rows.zones()), rows.takenRow());
  }

  private int queue(BatchId batch, String zones) {
    return batch(batch).map(known -> known.queue(zones).index()).orElse(0);
  }

  void queueCallback(Instant due, CallId id, QueuedCall call) {
    store.queueCallback(queue(id.batch(), call.zones()), due, id, call);
    change(
        id.batch(),
        batch -> batch.queue(call.zones()).queued(store, batch, new Waiting(id, due, call)));
  }

  /** Some callback of {@code batch} that no other of its queue is due before. */
  Optional<Waiting> firstCallback(BatchId batch) {
    return batch(batch).flatMap(known -> known.firstCallback(store));
  }

  /** The callback of {@code queue} that is due first. */
  Optional<Waiting> firstCallback(BatchId batch, LaneQueue queue) {
    return batch(batch).flatMap(known -> queue.firstCallback(store, known));
  }

  /** Removes the first callback of a queue. */
  void removeCallback(Waiting callback) {
    BatchId id = callback.id().batch();
    String zones = callback.call().zones();
    store.removeCallback(queue(id, zones), callback);
    change(id, batch -> batch.queue(zones).removed(store, batch, callback));
  }

  // Do-not-call lists.

  /** On which lists {@code number} stands. */
  DoNotCall doNotCall(PhoneNumber number) {
    return store.doNotCall(number);
  }

  /** {@code number} stands on other lists; {@code offset} as {@link LaneState} has it. */
  void suppressed(PhoneNumber number, DoNotCall before, DoNotCall after, long offset) {
    if (!after.equals(before)) {
      store.put(number, after);
    }
    put(state.suppressionsSeen(offset));
  }

  /** Whom a call reached whose attempt ended not long ago; in memory only. */
  Optional<PhoneNumber> reached(CallId id) {
    return Optional.ofNullable(ended.get(id));
  }

  // How often a number was called.

  /** The last attempts to reach {@code number} that are over. */
  NumberHistory history(PhoneNumber number) {
    return store.history(number);
  }

  /** One more is over. */
  void dialed(PhoneNumber number, NumberHistory.Dial dial) {
    store.put(number, store.history(number).with(dial));
  }

  // Attempts under way.

  /** The call's attempt under way. */
  Optional<OpenCall> open(CallId id) {
    return open.get(id);
  }

  /** Every attempt of a batch that is under way; a snapshot. */
  Collection<OpenCall> openCalls(BatchId batch) {
    return open.of(batch);
  }

  /** Every attempt to reach {@code number} that is under way; a snapshot. */
  Collection<OpenCall> openCalls(PhoneNumber number) {
    return open.of(number);
  }

  /** Whether anything of a batch is under way. */
  boolean hasOpen(BatchId batch) {
    return !open.none(batch);
  }

  /** How many attempts are out: requested or placed, but not held back. */
  int out() {
    return open.out();
  }

  /** How many of {@code batch} are. */
  int out(BatchId batch) {
    return open.out(batch);
  }

  /** How many attempts are requested and not yet placed. */
  int requested() {
    return open.requested();
  }

  /** The call of {@code queue} that was held back and may be requested again first. */
  Optional<HeldBack> firstHeldBack(BatchId batch, LaneQueue queue) {
    return open.firstHeldBack(batch, queue.zones());
  }

  /** Requested and placed calls whose {@link OpenCall#lookAt} has come, at most {@code most}. */
  List<OpenCall> due(Instant now, int most) {
    return open.due(now, most);
  }

  void put(OpenCall call) {
    keep(call);
    store.put(call);
  }

  private void keep(OpenCall call) {
    full = false;
    boolean deferral = call instanceof HeldBack || isHeldBack(call.attempt().call());
    open.put(call);
    if (deferral) {
      deferred(call);
    }
    wakeBlocked(call.attempt().call().batch());
  }

  private void wakeBlocked(BatchId id) {
    if (batch(id).map(LaneBatch::blocked).orElse(false)) {
      change(id, batch -> batch.blocked(false));
    }
  }

  void close(CallId id) {
    full = false;
    Optional<OpenCall> deferral = open.get(id).filter(HeldBack.class::isInstance);
    open.get(id)
        .filter(call -> !(call instanceof HeldBack))
        .ifPresent(over -> ended.put(id, over.call().number()));
    open.remove(id);
    store.close(id);
    deferral.ifPresent(this::deferred);
    wakeBlocked(id.batch());
  }

  private boolean isHeldBack(CallId id) {
    return open.get(id).filter(HeldBack.class::isInstance).isPresent();
  }

  private void deferred(OpenCall call) {
    BatchId id = call.attempt().call().batch();
    String zones = ZoneRows.named(call.call().zones());
    Instant first = open.firstHeldBack(id, zones).map(OpenCall::lookAt).orElse(null);
    if (first != null || batches.containsKey(id.value())) {
      change(
          id,
          batch -> {
            batch.queue(zones).firstDeferred(first);
            batch.backlog(open.heldBack(id) >= MOST_HELD_BACK);
          });
    }
  }
}
