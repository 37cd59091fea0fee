package peal.testkit.promises;

import java.util.List;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.OptOut;
import peal.testkit.evidence.Ring;

/**
 * Nobody is rung who is on a do-not-call list, once that was acknowledged and the slots that were
 * open then have passed: no order leaves after them. And no request is made whose decision had seen
 * the entry, acknowledged or not.
 */
public final class NoDialAfterOptOut implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.optOuts().isEmpty() || evidence.ledger().isEmpty()) {
      return Verdict.notTried(this, "nobody was put on a list, or there is no ledger");
    }
    Findings findings = new Findings(this);
    evidence
        .calls()
        .requestedAllTheSame()
        .forEach(attempt ->
            findings.addIf(
                true, "%s was requested by a lane that knew its number's entry", attempt));
    double latest = Double.NEGATIVE_INFINITY;
    for (OptOut out : evidence.optOuts()) {
      latest = Math.max(latest, check(evidence, out, findings));
    }
    String last =
        latest > 0
            ? "the last order left %.0f ms after the acknowledgement".formatted(latest)
            : "no order left after an acknowledgement";
    return findings.verdict(
        () -> "%,d numbers on lists; %s".formatted(evidence.optOuts().size(), last));
  }

  /** How long after the acknowledgement the last order left, ms; negative for before. */
  private static double check(Evidence evidence, OptOut out, Findings findings) {
    List<String> tokens =
        evidence.batches().stream()
            .filter(batch -> batch.workspaceId().equals(out.workspaceId()))
            .map(BatchEvidence::token)
            .toList();
    List<Ring> rings =
        evidence.ledger().orElseThrow().rings().stream()
            .filter(ring -> ring.number().equals(out.number().e164()))
            .filter(ring -> tokens.contains(ring.token()))
            .toList();
    double latest = Double.NEGATIVE_INFINITY;
    for (Sendings.Sending sending : Sendings.of(evidence, rings).all()) {
      double after = sending.left() - out.acknowledgedAt().toEpochMilli();
      latest = Math.max(latest, after);
      findings.addIf(
          after > evidence.dialLife().toMillis(),
          "%s rang by an order that left %.0f ms after its opt-out was acknowledged",
          sending.ring().attemptId(),
          after);
    }
    return latest;
  }
}
