package peal.dialer.dialing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The dials of one lane that wait at this worker, and when the lane may dial next. Pure: it is told
 * the time and answers what to do. Not thread-safe.
 */
final class LaneQueue {
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(dial -> dial.window().slotNanos()));
  private final Spacing spacing;
  private final long headStartNanos;

  /** What the lane does now. */
  sealed interface Step {
    /** Dial this one; it has left the queue. */
    record Dial(Waiting waiting) implements Step {}

    /** This one can no longer be dialed in time; it has left the queue. */
    record Late(Waiting waiting) implements Step {}

    /** Nothing before this monotonic instant, ns. */
    record Wait(long untilNanos) implements Step {}

    /** One is due, but is not admitted; ask again then at the latest, monotonic ns. */
    record Blocked(long untilNanos) implements Step {}

    /** Nothing waits. */
    record Idle() implements Step {}
  }

  /**
   * An empty lane.
   *
   * @param spacing what its dials keep
   * @param headStartNanos how long before it is due a dial gets its turn: its texts are filled in
   *     and a connection is taken before the last look, which then waits for the instant itself
   */
  LaneQueue(Spacing spacing, long headStartNanos) {
    this.headStartNanos = headStartNanos;
    this.spacing = spacing;
  }

  /** Takes a dial; the order of arrival does not matter, slots do. */
  void add(Waiting dial) {
    waiting.add(dial);
  }

  /**
   * The next thing to do; ask again until it is Wait, Blocked or Idle.
   *
   * @param admission takes a place at the carrier for a dial that is due, or says no
   */
  Step next(Moment now, Supplier<Admission> admission) {
    Waiting head = waiting.peek();
    if (head == null) {
      return new Step.Idle();
    }
    long due = spacing.dueOf(head);
    if (due > head.window().deadlineNanos() || head.window().passed(now)) {
      return new Step.Late(waiting.poll());
    }
    if (due - headStartNanos > now.nanos()) {
      return new Step.Wait(due - headStartNanos);
    }
    return switch (admission.get()) {
      case Admission.Refused(long againNanos) ->
          new Step.Blocked(Math.min(againNanos, head.window().deadlineNanos() + 1));
      case Admission.Taken taken -> {
        spacing.dialed(head, now.nanos());
        yield new Step.Dial(waiting.poll());
      }
    };
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
