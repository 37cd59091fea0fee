package peal.dialer.dialing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Lane;

/**
 * Holds dials until their slots, each lane for itself, with one alarm per lane and no thread per
 * dial. Thread-safe.
 */
final class LaneSlots {
  private static final Logger LOG = LoggerFactory.getLogger(LaneSlots.class);
  private static final int SWEEP_FROM = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Lane, Entry> lanes = new HashMap<>();
  private final Clocks clocks;
  private final Alarms alarms;
  private final long toleranceNanos;
  private final long headStartNanos;
  private final Turns turns;
  private final PlacementLimit placements;

  /** Lanes with a dial that is due and has no place at the carrier; the longest waiting first. */
  private final Set<Lane> blocked = new LinkedHashSet<>();

  private int sweepAt = SWEEP_FROM;
  private boolean stopped;

  private static final class Entry {
    private final LaneQueue queue;
    private long alarmAt = Long.MAX_VALUE;

    private Entry(LaneQueue queue) {
      this.queue = queue;
    }
  }

  /**
   * No dials yet.
   *
   * @param placements where each dial that is given its turn has taken a place
   */
  LaneSlots(
      Clocks clocks,
      Alarms alarms,
      long toleranceNanos,
      long headStartNanos,
      PlacementLimit placements,
      Turns turns) {
    this.placements = placements;
    placements.whenFreed(this::freed);
    this.clocks = clocks;
    this.alarms = alarms;
    this.toleranceNanos = toleranceNanos;
    this.headStartNanos = headStartNanos;
    this.turns = turns;
  }

  /** Takes a dial, which gets its turn exactly once: now, at its slot, or when this stops. */
  void add(Waiting dial) {
    Lane lane = dial.request().lane();
    if (accept(lane, dial)) {
      advance(lane);
    } else {
      turns.stopped(dial);
    }
  }

  private boolean accept(Lane lane, Waiting dial) {
    lock.lock();
    try {
      if (!stopped) {
        entryOf(lane).queue.add(dial);
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  private Entry entryOf(Lane lane) {
    if (lanes.size() >= sweepAt) {
      long now = clocks.nanos();
      lanes.values().removeIf(entry -> entry.queue.forgettable(now));
      sweepAt = Math.max(SWEEP_FROM, 2 * lanes.size());
    }
    return lanes.computeIfAbsent(
        lane, any -> new Entry(new LaneQueue(new Spacing(toleranceNanos), headStartNanos)));
  }

  /**
   * Gives everything of {@code lane} that is due its turn, and sets the alarm for the rest. A step
   * that fails is the loss of nobody but itself.
   */
  private void advance(Lane lane) {
    for (LaneQueue.Step step : due(lane)) {
      try {
        take(lane, step);
      } catch (RuntimeException | Error fault) {
        LOG.error("A dial of lane {} was not given its turn.", lane.key(), fault);
        withoutAlarm(lane);
      }
    }
  }

  private void take(Lane lane, LaneQueue.Step step) {
    switch (step) {
      case LaneQueue.Step.Dial dial -> turns.dial(dial.waiting());
      case LaneQueue.Step.Late late -> turns.late(late.waiting());
      case LaneQueue.Step.Wait wait -> alarms.at(wait.untilNanos(), () -> advance(lane));
      case LaneQueue.Step.Blocked until -> alarms.at(until.untilNanos(), () -> advance(lane));
      case LaneQueue.Step.Idle idle -> {}
    }
  }

  /** The next look sets the alarm anew; one that rings too early does no harm. */
  private void withoutAlarm(Lane lane) {
    lock.lock();
    try {
      Entry entry = lanes.get(lane);
      if (entry != null) {
        entry.alarmAt = Long.MAX_VALUE;
        blocked.add(lane);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<LaneQueue.Step> due(Lane lane) {
    List<LaneQueue.Step> steps = new ArrayList<>();
    lock.lock();
    try {
      Entry entry = lanes.get(lane);
      if (entry == null) {
        return steps;
      }
      if (clocks.nanos() >= entry.alarmAt) {
        entry.alarmAt = Long.MAX_VALUE;
      }
      LaneQueue.Step step = entry.queue.next(clocks.now(), () -> placements.tryTake(lane));
      while (step instanceof LaneQueue.Step.Dial || step instanceof LaneQueue.Step.Late) {
        steps.add(step);
        step = entry.queue.next(clocks.now(), () -> placements.tryTake(lane));
      }
      if (step instanceof LaneQueue.Step.Blocked until) {
        blocked.add(lane);
        if (until.untilNanos() < entry.alarmAt) {
          entry.alarmAt = until.untilNanos();
          steps.add(until);
        }
      }
      // An alarm that rings too early does no harm; a second one for the same instant is waste.
      if (step instanceof LaneQueue.Step.Wait wait && wait.untilNanos() < entry.alarmAt) {
        entry.alarmAt = wait.untilNanos();
        steps.add(wait);
      }
      return steps;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A place at the carrier was given back: lanes that wait take what is free, one after the other.
   * One that has half of the places takes none and is asked all the same, as is one that time alone
   * holds up, for it must know until when.
   */
  private void freed() {
    for (int left = blockedLanes(); left > 0 && !placements.full(); left--) {
      firstBlocked().ifPresent(this::advance);
    }
  }

  private int blockedLanes() {
    lock.lock();
    try {
      return blocked.size();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Lane> firstBlocked() {
    lock.lock();
    try {
      Optional<Lane> first = blocked.stream().findFirst();
      first.ifPresent(blocked::remove);
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** From now on takes nothing; what still waits is told that the worker stops. */
  void stop() {
    List<Waiting> left = new ArrayList<>();
    lock.lock();
    try {
      stopped = true;
      lanes.values().forEach(entry -> left.addAll(entry.queue.drain()));
      lanes.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(turns::stopped);
  }
}
