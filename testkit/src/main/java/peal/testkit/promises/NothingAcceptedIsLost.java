package peal.testkit.promises;

import java.util.Map;
import java.util.Optional;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Snapshot;

/**
 * What the API acknowledged survives: after the last fault every accepted batch answers with all of
 * its rows, a cancel is still a cancel, and a call that had ended has ended the same way.
 */
public final class NothingAcceptedIsLost implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.batches().isEmpty()) {
      return Verdict.notTried(this, "no batch was accepted");
    }
    Findings findings = new Findings(this);
    for (BatchEvidence batch : evidence.batches()) {
      check(evidence, batch, findings);
    }
    return findings.verdict(() ->
        "%d batches answer with all of their rows after %d faults"
            .formatted(evidence.batches().size(), evidence.faults().size()));
  }

  private static void check(Evidence evidence, BatchEvidence batch, Findings findings) {
    Optional<Snapshot> snapshot =
        batch.lastSnapshot().filter(s -> s.at().isAfter(evidence.lastFault()));
    Optional<Listing> listing =
        batch.lastListing().filter(l -> l.at().isAfter(evidence.lastFault()));
    findings.addIf(
        snapshot.isEmpty() || listing.isEmpty(), "%s does not answer any more", batch.batchId());
    snapshot.ifPresent(last -> {
      findings.addIf(
          last.total() != batch.totalCalls(),
          "%s: %d calls of %d are left",
          batch.batchId(),
          last.total(),
          batch.totalCalls());
      findings.addIf(
          batch.cancelledAt().isPresent() && !last.status().equals("cancelled"),
          "%s was cancelled and is now %s",
          batch.batchId(),
          last.status());
    });
    listing.ifPresent(last -> {
      Rows.compare(batch, last, findings);
      endsSurvive(batch, last, findings);
    });
  }

  private static void endsSurvive(BatchEvidence batch, Listing last, Findings findings) {
    Map<String, CallRow> now = last.byId();
    for (Listing earlier : batch.listings()) {
      for (CallRow then : earlier.calls()) {
        CallRow call = now.get(then.jobId());
        if (then.status().terminal() && call != null) {
          findings.addIf(
              call.status() != then.status(),
              "%s had ended as %s and is now %s",
              then.jobId(),
              then.status(),
              call.status());
        }
      }
    }
  }
}
