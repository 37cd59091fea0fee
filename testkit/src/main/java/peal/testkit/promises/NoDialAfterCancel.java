package peal.testkit.promises;

import java.time.Duration;
import java.util.List;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;

/**
 * Nobody is rung for a batch once its cancel was acknowledged and the slots that were open then
 * have passed.
 */
public final class NoDialAfterCancel implements Promise {
  /** For the way to the carrier of a dial that was placed in the last moment of its slot. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

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
            ? "the last ring came %.0f ms after the acknowledgement".formatted(latest)
            : "no ring came after the acknowledgement";
    return findings.verdict(() -> "%d batches cancelled; %s".formatted(cancelled.size(), last));
  }

  /** How long after the acknowledgement the last ring came, ms; negative for before. */
  private static double check(
      Evidence evidence, Ledger ledger, BatchEvidence batch, Findings findings) {
    long acknowledged = batch.cancelledAt().orElseThrow().toEpochMilli();
    long allowed = evidence.dialLife().plus(ON_ITS_WAY).toMillis();
    double latest = Double.NEGATIVE_INFINITY;
    for (Ring ring : ledger.of(batch)) {
      double after = ring.time() - acknowledged;
      latest = Math.max(latest, after);
      findings.addIf(
          after > allowed,
          "%s rang %.0f ms after its cancel was acknowledged",
          ring.attemptId(),
          after);
    }
    return latest;
  }
}
