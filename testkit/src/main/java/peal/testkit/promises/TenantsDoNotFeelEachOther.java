package peal.testkit.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/**
 * A small batch is dialed at its own pace beside another tenant's big one: its first phone rings
 * within a second, and the last first attempt when its own rate lets it.
 *
 * <p>Looked at are batches beside one of another workspace that has a hundred times as many rows
 * and that was not complete when the small one was accepted.
 */
public final class TenantsDoNotFeelEachOther implements Promise {
  private static final int TIMES = 100;

  private final Duration first;
  private final Duration rest;

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
    this.first = first;
    this.rest = rest;
  }

  @Override
  public Verdict check(Evidence evidence) {
    List<BatchEvidence> small =
        evidence.batches().stream().filter(batch -> besideABigOne(evidence, batch)).toList();
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
              tenant -> figures.add(check(tenant, batch, evidence.ledger().get(), findings)),
              () -> findings.add("%s: its workspace's limits are not known", batch.batchId()));
    }
    return findings.verdict(() -> String.join(", ", figures));
  }

  private static boolean besideABigOne(Evidence evidence, BatchEvidence small) {
    return evidence.batches().stream()
        .anyMatch(big ->
            !big.workspaceId().equals(small.workspaceId())
                && big.totalCalls() >= TIMES * Math.max(1, small.totalCalls())
                && !big.dueAt().isAfter(small.dueAt())
                && !completeBefore(big, small.dueAt()));
  }

  private static boolean completeBefore(BatchEvidence batch, Instant moment) {
    return batch.snapshots().stream()
        .filter(Snapshot::complete)
        .anyMatch(snapshot -> snapshot.at().isBefore(moment));
  }

  private String check(Tenant tenant, BatchEvidence batch, Ledger ledger, Findings findings) {
    double due = batch.dueAt().toEpochMilli();
    double[] times =
        ledger.of(batch).stream()
            .filter(ring -> ring.attempt().orElseThrow().number() == 1)
            .mapToDouble(Ring::time)
            .toArray();
    if (times.length == 0) {
      findings.add("%s: nobody of it was rung", batch.batchId());
      return "";
    }
    double toFirst = times[0] - due;
    double toLast = times[times.length - 1] - times[0];
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
    return "%s: first ring after %.0f ms, the rest in %.0f ms of %.0f"
        .formatted(batch.batchId(), toFirst, toLast, pace);
  }
}
