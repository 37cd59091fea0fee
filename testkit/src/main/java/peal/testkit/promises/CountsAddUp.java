package peal.testkit.promises;

import peal.domain.CallStatus;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Snapshot;

/**
 * {@code waiting + active + completed + failed + cancelled = total} in every answer, and the
 * answers agree with the list of calls.
 */
public final class CountsAddUp implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    long answers = evidence.batches().stream().mapToLong(batch -> batch.snapshots().size()).sum();
    if (answers == 0) {
      return Verdict.notTried(this, "no status was asked for");
    }
    Findings findings = new Findings(this);
    for (BatchEvidence batch : evidence.batches()) {
      batch.snapshots().forEach(snapshot -> check(batch, snapshot, findings));
      batch.lastListing().ifPresent(listing -> compare(batch, listing, findings));
    }
    return findings.verdict(() -> "%,d answers".formatted(answers));
  }

  private static void check(BatchEvidence batch, Snapshot s, Findings findings) {
    findings.addIf(
        s.waiting() + s.active() + s.ended() != s.total(),
        "%s: %d waiting + %d active + %d completed + %d failed + %d cancelled is not %d",
        batch.batchId(),
        s.waiting(),
        s.active(),
        s.completed(),
        s.failed(),
        s.cancelled(),
        s.total());
    findings.addIf(
        s.waiting() < 0
            || s.active() < 0
            || s.completed() < 0
            || s.failed() < 0
            || s.cancelled() < 0,
        "%s: a count is missing or below zero",
        batch.batchId());
    findings.addIf(
        s.total() != batch.totalCalls(),
        "%s: %d calls in all, but %d were accepted",
        batch.batchId(),
        s.total(),
        batch.totalCalls());
    findings.addIf(
        s.complete() && s.waiting() + s.active() > 0,
        "%s is said to be complete with %d calls to come",
        batch.batchId(),
        s.waiting() + s.active());
  }

  /** Once a batch is complete nothing moves, so the list that was read later must agree. */
  private static void compare(BatchEvidence batch, Listing listing, Findings findings) {
    Snapshot last = batch.lastSnapshot().orElse(null);
    if (last == null || !last.complete() || listing.at().isBefore(last.at())) {
      return;
    }
    agree(batch, listing, CallStatus.COMPLETED, last.completed(), findings);
    agree(batch, listing, CallStatus.FAILED, last.failed(), findings);
    agree(batch, listing, CallStatus.CANCELLED, last.cancelled(), findings);
  }

  private static void agree(
      BatchEvidence batch, Listing listing, CallStatus status, long told, Findings findings) {
    long listed = listing.count(status);
    findings.addIf(
        listed != told,
        "%s: %d calls are listed as %s, %d are counted",
        batch.batchId(),
        listed,
        status,
        told);
  }
}
