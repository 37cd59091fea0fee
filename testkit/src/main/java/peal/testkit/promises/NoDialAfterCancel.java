package peal.testkit.promises;

import java.util.List;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;

/**
 * Nobody is rung for a batch once its cancel was acknowledged and the slots that were open then
 * have passed: no order leaves after them. When an order left is what {@link Sendings} believes.
 */
public final class NoDialAfterCancel implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    List<BatchEvidence> cancelled =
        evidence.batches().stream().filter(batch -> batch.cancelledAt().isPresent()).toList();
    if (cancelled.isEmpty() || evidence.ledger().isEmpty()) {
      return Verdict.notTried(this, "nothing was cancelled, or there is no ledger");
    }
    Findings findings = new Findings(this);
    double latest = Double.NEGATIVE_INFINITY;
    for (BatchEvidence batch : cancelled) {
      latest = Math.max(latest, check(evidence, evidence.ledger().get(), batch, findings));
    }
    String last =
        latest > 0
            ? "the last order left %.0f ms after the acknowledgement".formatted(latest)
            : "no order left after the acknowledgement";
    return findings.verdict(() -> "%d batches cancelled; %s".formatted(cancelled.size(), last));
  }

  /** How long after the acknowledgement the last order left, ms; negative for before. */
  private static double check(
      Evidence evidence, Ledger ledger, BatchEvidence batch, Findings findings) {
    long acknowledged = batch.cancelledAt().orElseThrow().toEpochMilli();
    long allowed = evidence.dialLife().toMillis();
    double latest = Double.NEGATIVE_INFINITY;
    for (Sendings.Sending sending : Sendings.of(evidence, ledger.of(batch)).all()) {
      double after = sending.left() - acknowledged;
      latest = Math.max(latest, after);
      findings.addIf(
          after > allowed,
          "%s rang by an order that left %.0f ms after its cancel was acknowledged",
          sending.ring().attemptId(),
          after);
    }
    return latest;
  }
}
