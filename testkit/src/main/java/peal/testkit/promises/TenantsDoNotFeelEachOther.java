package peal.testkit.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/**
 * A small batch is dialed at its own pace beside another tenant's big one: its first phone rings
 * within a second, and the last first attempt when its own rate lets it.
 *
 * <p>Looked at are batches beside one of another workspace that has a hundred times as many rows
 * and that was not complete when the small one was accepted.
 *
 * <p>On a machine that may be busy with other things the clock tells nothing. There time is told by
 * the rings of the big batch, which come at the rate of its workspace and slow down with the
 * machine: of a second they are {@code rate + 1}.
 */
public final class TenantsDoNotFeelEachOther implements Promise {
  private static final int TIMES = 100;

  private final Duration first;
  private final Duration rest;
  private final boolean byRings;

  /** A second to the first ring, and two more for the rest than its pace asks for. */
  public TenantsDoNotFeelEachOther() {
    this(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  /**
   * With other tolerances.
   *
   * @param first from the answer to the upload to the first ring
   * @param rest from there to the last first attempt, beyond what the pace asks for
   */
  public TenantsDoNotFeelEachOther(Duration first, Duration rest) {
    this(first, rest, false);
  }

  private TenantsDoNotFeelEachOther(Duration first, Duration rest, boolean byRings) {
    this.first = first;
    this.rest = rest;
    this.byRings = byRings;
  }

  /**
   * With the rings of the big batch for a clock.
   *
   * @param first as many of its rings as its rate has in this time, and one more, to the first ring
   * @param rest as many from there to the last first attempt, beyond what the pace asks for
   */
  public static TenantsDoNotFeelEachOther toldByTheNeighboursRings(Duration first, Duration rest) {
    return new TenantsDoNotFeelEachOther(first, rest, true);
  }

  @Override
  public Verdict check(Evidence evidence) {
    List<BatchEvidence> small =
        evidence.batches().stream()
            .filter(batch -> !bigOnesBeside(evidence, batch).isEmpty())
            .toList();
    if (small.isEmpty() || evidence.ledger().isEmpty() || evidence.disturbed()) {
      return Verdict.notTried(
          this, "no small batch met another tenant's big one in an undisturbed run");
    }
    Findings findings = new Findings(this);
    List<String> figures = new ArrayList<>();
    for (BatchEvidence batch : small) {
      evidence
          .tenantOf(batch)
          .ifPresentOrElse(
              tenant -> figures.add(check(tenant, batch, evidence, findings)),
              () -> findings.add("%s: its workspace's limits are not known", batch.batchId()));
    }
    return findings.verdict(() -> String.join(", ", figures));
  }

  private static List<BatchEvidence> bigOnesBeside(Evidence evidence, BatchEvidence small) {
    return evidence.batches().stream()
        .filter(big ->
            !big.workspaceId().equals(small.workspaceId())
                && big.totalCalls() >= TIMES * Math.max(1, small.totalCalls())
                && !big.dueAt().isAfter(small.dueAt())
                && !completeBefore(big, small.dueAt()))
        .toList();
  }

  private static boolean completeBefore(BatchEvidence batch, Instant moment) {
    return batch.snapshots().stream()
        .filter(Snapshot::complete)
        .anyMatch(snapshot -> snapshot.at().isBefore(moment));
  }

  /** How long it was between two moments, ms; both are ms since 1970. */
  private interface Passed {
    double between(double from, double to);
  }

  private Passed clock(Evidence evidence, BatchEvidence small) {
    if (!byRings) {
      return (from, to) -> to - from;
    }
    List<BatchEvidence> big = bigOnesBeside(evidence, small);
    return (from, to) ->
        big.stream().mapToDouble(each -> toldBy(each, evidence, from, to)).max().orElseThrow();
  }

  /** Between n rings there are n - 1 gaps that have passed for certain. */
  private static double toldBy(BatchEvidence big, Evidence evidence, double from, double to) {
    long rings =
        evidence.ledger().orElseThrow().of(big).stream()
            .filter(ring -> ring.time() > from && ring.time() < to)
            .count();
    double rate = evidence.tenantOf(big).map(tenant -> tenant.highestRate(from, to)).orElse(1.0);
    return Math.max(0, rings - 1) * 1_000 / rate;
  }

  private String check(Tenant tenant, BatchEvidence batch, Evidence evidence, Findings findings) {
    double due = batch.dueAt().toEpochMilli();
    double[] times =
        evidence.ledger().orElseThrow().of(batch).stream()
            .filter(ring -> ring.attempt().orElseThrow().number() == 1)
            .mapToDouble(Ring::time)
            .toArray();
    if (times.length == 0) {
      findings.add("%s: nobody of it was rung", batch.batchId());
      return "";
    }
    Passed clock = clock(evidence, batch);
    double toFirst = clock.between(due, times[0]);
    double toLast = clock.between(times[0], times[times.length - 1]);
    double pace = (times.length - 1) * 1_000 / tenant.highestRate(due, times[times.length - 1]);
    findings.addIf(
        toFirst > first.toMillis(),
        "%s: its first phone rang after %.0f ms",
        batch.batchId(),
        toFirst);
    findings.addIf(
        toLast > pace + rest.toMillis(),
        "%s: its dials took %.0f ms, its pace asks for %.0f",
        batch.batchId(),
        toLast,
        pace);
    findings.addIf(
        times.length < batch.totalCalls() && batch.cancelledAt().isEmpty(),
        "%s: only %d of %d were rung",
        batch.batchId(),
        times.length,
        batch.totalCalls());
    return "%s: first ring after %.0f ms, the rest in %.0f ms of %.0f%s"
        .formatted(
            batch.batchId(), toFirst, toLast, pace, byRings ? " by its neighbour's rings" : "");
  }
}
