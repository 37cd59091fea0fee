package peal.testkit.promises;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.CallStatus;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Ring;

/**
 * After the last fault every row of a sealed batch reaches one terminal state, and stays there. A
 * call that is said to be completed has rung at the carrier.
 */
public final class EveryRowEndsOnce implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.batches().isEmpty()) {
      return Verdict.notTried(this, "no batch was accepted");
    }
    Findings findings = new Findings(this);
    for (BatchEvidence batch : evidence.batches()) {
      batch
          .lastListing()
          .ifPresentOrElse(
              listing -> check(evidence, batch, listing, findings),
              () -> findings.add("%s: its calls were never listed", batch.batchId()));
    }
    return findings.verdict(() ->
        "%,d rows of %d batches ended once each"
            .formatted(
                evidence.batches().stream().mapToLong(BatchEvidence::totalCalls).sum(),
                evidence.batches().size()));
  }

  private static void check(
      Evidence evidence, BatchEvidence batch, Listing last, Findings findings) {
    Rows.compare(batch, last, findings);
    for (CallRow call : last.calls()) {
      findings.addIf(!call.status().terminal(), "%s is still %s", call.jobId(), call.status());
    }
    evidence.ledger().ifPresent(ledger -> completedHaveRung(ledger, batch, last, findings));
    stays(evidence, batch, findings);
  }

  private static void completedHaveRung(
      Ledger ledger, BatchEvidence batch, Listing last, Findings findings) {
    Set<String> rung =
        ledger.of(batch).stream()
            .map(Ring::attempt)
            .map(attempt -> attempt.orElseThrow().call().toString())
            .collect(Collectors.toSet());
    for (CallRow call : last.calls()) {
      findings.addIf(
          call.status() == CallStatus.COMPLETED && !rung.contains(call.jobId()),
          "%s is completed but never rang",
          call.jobId());
    }
  }

  private static void stays(Evidence evidence, BatchEvidence batch, Findings findings) {
    List<Listing> calm =
        batch.listings().stream().filter(l -> l.at().isAfter(evidence.lastFault())).toList();
    Map<String, CallStatus> ended = new HashMap<>();
    for (Listing listing : calm) {
      for (CallRow call : listing.calls()) {
        CallStatus before = ended.get(call.jobId());
        if (before == null) {
          if (call.status().terminal()) {
            ended.put(call.jobId(), call.status());
          }
        } else {
          findings.addIf(
              before != call.status(),
              "%s was %s and became %s",
              call.jobId(),
              before,
              call.status());
        }
      }
    }
  }
}
