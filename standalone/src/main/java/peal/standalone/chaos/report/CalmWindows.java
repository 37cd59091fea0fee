package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import peal.standalone.chaos.faults.FaultRecord;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;

/**
 * The times of a run in which nothing is disturbed: from a while after a fault was over to the
 * beginning of the next.
 */
final class CalmWindows {
  /** A member that is ready again still takes lanes over; a lost callback is asked about. */
  private static final Duration AFTERMATH = Duration.ofSeconds(15);

  private static final Duration WORTH_A_LOOK = Duration.ofSeconds(3);

  private CalmWindows() {}

  /** From one moment to another. */
  record Window(Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }

    boolean holds(double millis) {
      return millis >= from.toEpochMilli() && millis < to.toEpochMilli();
    }

    /** The evidence of this time alone, as of a run that was never disturbed. */
    Evidence of(Evidence whole) {
      return new Evidence(
          whole
              .ledger()
              .map(ledger ->
                  new Ledger(ledger.rings().stream().filter(ring -> holds(ring.time())).toList())),
          whole.calls(),
          whole.tenants(),
          whole.batches(),
          List.of(),
          whole.hiccups(),
          whole.dialLife(),
          Set.of(),
          to);
    }
  }

  /** Those of a run from {@code begin} to {@code end}, in order. */
  static List<Window> between(Instant begin, Instant end, List<FaultRecord> faults) {
    List<Window> windows = new ArrayList<>();
    Instant calmFrom = begin;
    for (FaultRecord fault :
        faults.stream().sorted(Comparator.comparing(FaultRecord::begunAt)).toList()) {
      add(windows, calmFrom, fault.begunAt());
      Instant over = fault.overAt().plus(AFTERMATH);
      calmFrom = over.isAfter(calmFrom) ? over : calmFrom;
    }
    add(windows, calmFrom, end);
    return windows;
  }

  private static void add(List<Window> windows, Instant from, Instant to) {
    Window window = new Window(from, to);
    if (window.length().compareTo(WORTH_A_LOOK) >= 0) {
      windows.add(window);
    }
  }
}
