package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.standalone.chaos.faults.FaultRecord;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;

/**
 * For how long nothing rang though work waited, and nobody could read, around each fault: what a
 * fault costs those outside. Faults overlap, and so may their silences.
 */
final class Silences {
  /** Dials that were on their way still ring; what falls silent later fell silent for another. */
  private static final Duration REACH = Duration.ofSeconds(3);

  private final List<Gap> dialing = new ArrayList<>();
  private final List<Gap> reading = new ArrayList<>();

  /** A time without a ring, or without an answer. */
  private record Gap(Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }

    boolean beginsBetween(Instant begin, Instant end) {
      return from.isAfter(begin) && from.isBefore(end);
    }
  }

  Silences(Evidence evidence, List<List<Instant>> answered) {
    evidence.ledger().ifPresent(ledger -> ringless(evidence, ledger.rings()));
    answered.forEach(times -> gaps(times, reading));
  }

  /** The longest time around {@code fault} in which a lane with work had no ring. */
  Duration ofDialing(FaultRecord fault) {
    return longest(dialing, fault);
  }

  /** The longest time around {@code fault} in which a client's questions had no answer. */
  Duration ofReading(FaultRecord fault) {
    return longest(reading, fault);
  }

  private static Duration longest(List<Gap> gaps, FaultRecord fault) {
    // The last ring before a fault may have been a moment before it.
    Instant begin = fault.begunAt().minus(REACH);
    Instant end = fault.overAt().plus(REACH);
    return gaps.stream()
        .filter(gap -> gap.beginsBetween(begin, end) && gap.to().isAfter(fault.begunAt()))
        .map(Gap::length)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Work surely waits in a lane from the answer to an upload to its last first attempt. */
  private void ringless(Evidence evidence, List<Ring> rings) {
    Map<String, BatchEvidence> batches = new HashMap<>();
    evidence.batches().forEach(batch -> batches.put(batch.token(), batch));
    Map<String, List<Ring>> byLane = new HashMap<>();
    for (Ring ring : rings) {
      Optional.ofNullable(batches.get(ring.token()))
          .ifPresent(batch ->
              byLane.computeIfAbsent(lane(batch, ring), lane -> new ArrayList<>()).add(ring));
    }
    byLane.values().forEach(own -> ringless(own, batches));
  }

  private static String lane(BatchEvidence batch, Ring ring) {
    return batch.workspaceId() + "/" + ring.attempt().orElseThrow().call().lane();
  }

  private void ringless(List<Ring> rings, Map<String, BatchEvidence> batches) {
    Map<String, Gap> work = new HashMap<>();
    for (Ring ring : rings) {
      if (ring.attempt().orElseThrow().number() == 1) {
        Instant accepted = batches.get(ring.token()).acceptedAt();
        work.merge(ring.token(), new Gap(accepted, at(ring)), (a, b) -> new Gap(a.from(), b.to()));
      }
    }
    List<Instant> times = new ArrayList<>(rings.stream().map(Silences::at).toList());
    work.values().forEach(span -> times.add(span.from()));
    times.sort(Comparator.naturalOrder());
    List<Gap> gaps = new ArrayList<>();
    gaps(times, gaps);
    gaps.stream()
        .filter(gap ->
            work.values().stream()
                .anyMatch(
                    span -> !span.from().isAfter(gap.from()) && !span.to().isBefore(gap.to())))
        .forEach(dialing::add);
  }

  private static void gaps(List<Instant> times, List<Gap> gaps) {
    for (int i = 1; i < times.size(); i++) {
      gaps.add(new Gap(times.get(i - 1), times.get(i)));
    }
  }

  private static Instant at(Ring ring) {
    return Instant.ofEpochMilli((long) ring.time());
  }
}
