package peal.dialer.dialing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The dials of one lane that wait at this worker, and when the lane may dial next. Pure: it is told
 * the time and answers what to do. Not thread-safe.
 */
final class LaneQueue {
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(dial -> dial.window().slotNanos()));
  private final Spacing spacing;

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

  /** An empty lane whose dials keep {@code spacing}. */
  LaneQueue(Spacing spacing) {
    this.spacing = spacing;
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
    long due = spacing.dueOf(head);
    if (due > head.window().deadlineNanos() || head.window().passed(now)) {
      return new Step.Late(waiting.poll());
    }
    if (due > now.nanos()) {
      return new Step.Wait(due);
    }
    spacing.dialed(head, now.nanos());
    return new Step.Dial(waiting.poll());
  }

  /** Whether forgetting this lane would change nothing. */
  boolean forgettable(long nowNanos) {
    return waiting.isEmpty() && spacing.forgettable(nowNanos);
  }

  /** Takes out everything that waits. */
  List<Waiting> drain() {
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
