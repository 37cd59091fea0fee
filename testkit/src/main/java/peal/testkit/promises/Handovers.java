package peal.testkit.promises;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.AttemptId;
import peal.testkit.evidence.CallLog;
import peal.testkit.promises.Sendings.Sending;

/**
 * When lanes went from one worker to another. The new one does not know when the old one's last
 * orders left, each up to a dial's life after its slot; a worker that keeps its lane does. Between
 * the last order that is known of one worker and the first of another, any two that follow each
 * other may be of both.
 */
final class Handovers {
  /** Of each lane, orders with the next one of it, which may be another worker's; ms since 1970. */
  private final Map<Integer, TreeMap<Double, Double>> lanes = new HashMap<>();

  /** One lane, read in the order of time. */
  private static final class Reading {
    private String worker;

    /** When the last order of that worker left, and those that nobody tells of since. */
    private final List<Double> since = new ArrayList<>();
  }

  private Handovers() {}

  /**
   * Finds them.
   *
   * @param sendings a tenant's orders in the order in which they left
   */
  static Handovers of(CallLog calls, List<Sending> sendings) {
    Handovers handovers = new Handovers();
    Map<Integer, Reading> readings = new HashMap<>();
    for (Sending sending : sendings) {
      AttemptId attempt = sending.ring().attempt().orElseThrow();
      int lane = attempt.call().lane();
      Reading reading = readings.computeIfAbsent(lane, unread -> new Reading());
      handovers.read(lane, reading, sending.left(), calls.worker(attempt.toString()));
    }
    return handovers;
  }

  private void read(int lane, Reading reading, double left, Optional<String> worker) {
    reading.since.add(left);
    if (worker.isEmpty()) {
      return;
    }
    if (reading.worker != null && !reading.worker.equals(worker.get())) {
      TreeMap<Double, Double> pairs = lanes.computeIfAbsent(lane, none -> new TreeMap<>());
      for (int i = 1; i < reading.since.size(); i++) {
        pairs.merge(reading.since.get(i - 1), reading.since.get(i), Math::min);
      }
    }
    reading.worker = worker.get();
    reading.since.clear();
    reading.since.add(left);
  }

  /** How many lanes may have changed their worker between two times, the second excluded. */
  long between(double from, double to) {
    return lanes.values().stream()
        .map(pairs -> pairs.ceilingEntry(from))
        .filter(next -> next != null && next.getValue() < to)
        .count();
  }
}
