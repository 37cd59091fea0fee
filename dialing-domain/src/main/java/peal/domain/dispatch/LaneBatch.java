package peal.domain.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.LaneStore.Waiting;

/**
 * A batch as its lane has it at hand: a few hundred bytes, whatever its agent says. Used by one
 * thread.
 */
final class LaneBatch {
  /** Divides by every priority. */
  private static final long STRIDE = 2_520;

  private final BatchId id;
  private BatchProgress progress;
  private BatchOutline outline;

  /** Its caller is left alone until then; null for not at all. */
  private Instant restsUntil;

  /** Its own pace gives it no slot before this; null for any. */
  private Instant spacedUntil;

  /** Whether its plan gives it no slot until one of its calls is over or the plan changes. */
  private boolean blocked;

  /** Whether so many of its calls wait for another slot that none gets its first before them. */
  private boolean backlog;

  private final Map<String, LaneQueue> queues = new LinkedHashMap<>();
  private long turns;

  /** How many of its calls found their numbers in use, in a row. */
  private int inUse;

  /** How many of its calls had numbers that nobody may call (now), in a row. */
  private int passedOver;

  private long pass;

  LaneBatch(BatchId id) {
    this.id = id;
  }

  BatchId id() {
    return id;
  }

  Optional<BatchProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /** Whatever its pace and its calls kept it from is looked at anew: its plan may have changed. */
  void progress(BatchProgress next) {
    boolean changed = progress != null && progress.revision() != next.revision();
    progress = next;
    if (changed) {
      rejudge();
    }
    spacedUntil = null;
    blocked = false;
    if (next.byZones().size() > queues.size()) {
      next.byZones().forEach(rows -> queue(rows.zones()));
    }
  }

  /** The queue of calls that ring in {@code zones}; null for unknown ones. */
  LaneQueue queue(String zones) {
    return queues.computeIfAbsent(
        ZoneRows.named(zones), name -> new LaneQueue(name, queues.size()));
  }

  /** Every queue. */
  Collection<LaneQueue> queues() {
    return queues.values();
  }

  Optional<BatchOutline> outline() {
    return Optional.ofNullable(outline);
  }

  void outline(BatchOutline agreed) {
    outline = agreed;
    rejudge();
  }

  /** The plan that it goes by. */
  BatchPlan plan() {
    if (progress != null && progress.change() != null) {
      return progress.change().plan();
    }
    return outline == null ? BatchPlan.USUAL : outline.plan();
  }

  /**
   * Forgets what its plan and its queues' hours were said to allow: they, or the clock, changed.
   */
  void rejudge() {
    spacedUntil = null;
    blocked = false;
    queues.values().forEach(LaneQueue::rejudge);
  }

  /** The first callback of some queue that has any. */
  Optional<Waiting> firstCallback(LaneStore store) {
    return queues.values().stream()
        .flatMap(queue -> queue.firstCallback(store, this).stream())
        .findFirst();
  }

  void restsUntil(Instant until) {
    restsUntil = until;
  }

  Instant spacedUntil() {
    return spacedUntil;
  }

  void spacedUntil(Instant slot) {
    spacedUntil = slot;
  }

  boolean blocked() {
    return blocked;
  }

  void blocked(boolean now) {
    blocked = now;
  }

  boolean backlog() {
    return backlog;
  }

  void backlog(boolean now) {
    backlog = now;
  }

  /** The queue whose turn it is at {@code now}: of those that can dial, who waited longest. */
  Optional<LaneQueue> nextQueue(LaneStore store, Instant now) {
    LaneQueue next = null;
    for (LaneQueue queue : queues.values()) {
      Instant from = dialsFrom(store, queue);
      boolean ready = from != null && !from.isAfter(now);
      if (ready && (next == null || queue.turn() < next.turn())) {
        next = queue;
      }
    }
    return Optional.ofNullable(next);
  }

  /** {@code queue} had a turn of the batch. */
  void served(LaneQueue queue, boolean deferred) {
    goesOn();
    queue.served(deferred, ++turns);
  }

  /** One more of its calls found its number in use; how many in a row. */
  int foundInUse() {
    return ++inUse;
  }

  /** One more of its calls has a number that nobody may call (now); how many in a row. */
  int passedOver() {
    return ++passedOver;
  }

  void goesOn() {
    inUse = 0;
    passedOver = 0;
  }

  /** Where it stands in the order of turns: whoever has the lowest is next. */
  long pass() {
    return pass;
  }

  void pass(long next) {
    pass = next;
  }

  /** How far a turn moves it on: the less, the higher its priority. */
  long stride() {
    return STRIDE / plan().priorityOrUsual();
  }

  boolean single() {
    return outline != null && outline.single();
  }

  /**
   * From when on time lets it dial something, or null where only an event can.
   *
   * @param store where its callbacks lie
   */
  Instant dialsFrom(LaneStore store) {
    if (progress == null
        || outline == null
        || progress.phase() != Phase.SEALED
        || progress.paused()
        || blocked) {
      return null;
    }
    Instant first = null;
    for (LaneQueue queue : queues.values()) {
      Instant from = dialsFrom(store, queue);
      first = first == null || (from != null && from.isBefore(first)) ? from : first;
    }
    return first == null ? null : latest(first, plan().scheduledAt(), restsUntil);
  }

  private Instant dialsFrom(LaneStore store, LaneQueue queue) {
    return queue.dialsFrom(store, this, progress.of(queue).hasFresh());
  }

  private static Instant latest(Instant at, Instant... others) {
    Instant latest = at;
    for (Instant other : others) {
      latest = other != null && other.isAfter(latest) ? other : latest;
    }
    return latest;
  }
}
