package peal.dialer.dialing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The dials of one lane that wait at this worker, and when the lane may dial next. Pure: it is told
 * the time and answers what to do. Not thread-safe.
 *
 * <p>Dials keep their distance even when they are late, because a burst of late dials would break
 * the lane's pace as surely as a fast one. Were the distance counted from the instant at which a
 * timer happened to fire, every firing's few microseconds would add up, and a lane at full pace
 * would drift until its dials pass {@code dialBy}. So it is counted from the planned instant, and
 * only lateness beyond a small tolerance pushes what follows.
 */
final class LaneQueue {
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(dial -> dial.window().slotNanos()));
  private final long toleranceNanos;
  private boolean dialed;
  private long lastNanos;
  private long lastSpacing;

  /** What the lane does now. */
  sealed interface Step {
    /** Dial this one; it has left the queue. */
    record Dial(Waiting waiting) implements Step {}

    /** This one can no longer be dialed in time; it has left the queue. */
    record Late(Waiting waiting) implements Step {}

    /** Nothing before this monotonic instant, ns. */
    record Wait(long untilNanos) implements Step {}

    /** Nothing waits. */
    record Idle() implements Step {}
  }

  /**
   * An empty lane.
   *
   * @param toleranceNanos how late a dial may be without pushing the next; n dials take at least
   *     {@code (n - 1) * spacing - toleranceNanos}. No more than one spacing is tolerated, so that
   *     there is never more than one dial too many
   */
  LaneQueue(long toleranceNanos) {
    this.toleranceNanos = toleranceNanos;
  }

  /** Takes a dial; the order of arrival does not matter, slots do. */
  void add(Waiting dial) {
    waiting.add(dial);
  }

  /** The next thing to do; ask again until it is Wait or Idle. */
  Step next(Moment now) {
    Waiting head = waiting.peek();
    if (head == null) {
      return new Step.Idle();
    }
    long due = dueOf(head);
    if (due > head.window().deadlineNanos() || head.window().passed(now)) {
      return new Step.Late(waiting.poll());
    }
    if (due > now.nanos()) {
      return new Step.Wait(due);
    }
    dialed = true;
    lastSpacing = head.spacingNanos();
    lastNanos = Math.max(due, now.nanos() - Math.min(toleranceNanos, lastSpacing));
    return new Step.Dial(waiting.poll());
  }

  private long dueOf(Waiting dial) {
    long slot = dial.window().slotNanos();
    return dialed ? Math.max(slot, lastNanos + dial.spacingNanos()) : slot;
  }

  /** Whether forgetting this lane would change nothing. */
  boolean forgettable(long nowNanos) {
    return waiting.isEmpty() && (!dialed || nowNanos >= lastNanos + lastSpacing);
  }

  /** Takes out everything that waits. */
  List<Waiting> drain() {
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
