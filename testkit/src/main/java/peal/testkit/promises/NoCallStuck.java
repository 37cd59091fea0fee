package peal.testkit.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.CallStatus;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Ring;

/**
 * A minute after the last fault no call is left in a non-terminal state without a due time or a
 * live call at the carrier.
 *
 * <p>A waiting call has a due time if it says so, if its batch is scheduled for later, or if its
 * workspace is still dialing: then its turn comes.
 */
public final class NoCallStuck implements Promise {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.batches().stream().allMatch(batch -> batch.listings().isEmpty())) {
      return Verdict.notTried(this, "no calls were listed");
    }
    boolean early = evidence.collectedAt().isBefore(evidence.lastFault().plus(PATIENCE));
    Findings findings = new Findings(this);
    long open = 0;
    for (BatchEvidence batch : evidence.batches()) {
      if (batch.lastListing().isPresent()) {
        open += check(evidence, batch, batch.lastListing().get(), findings);
      }
    }
    long left = open;
    if (early && left > 0) {
      return Verdict.notTried(
          this, "%,d calls are open, but the last fault is less than a minute ago".formatted(left));
    }
    return findings.verdict(() ->
        left == 0 ? "no call is open" : "%,d calls are open, each with a reason".formatted(left));
  }

  /** Finds stuck calls; says how many are open. */
  private static long check(
      Evidence evidence, BatchEvidence batch, Listing last, Findings findings) {
    List<CallRow> open = last.calls().stream().filter(call -> !call.status().terminal()).toList();
    boolean turnsCome =
        !open.isEmpty()
            && (isScheduled(batch, last.at()) || stillDialing(evidence, batch, last.at()));
    Set<String> live =
        evidence.openAtCarrier().stream()
            .map(attempt -> attempt.replaceFirst("#\\d+$", ""))
            .collect(Collectors.toSet());
    for (CallRow call : open) {
      findings.addIf(
          !hasAReason(call, live, turnsCome, last.at()),
          "%s is %s and nothing will wake it",
          call.jobId(),
          call.status());
    }
    return open.size();
  }

  private static boolean hasAReason(
      CallRow call, Set<String> live, boolean turnsCome, Instant now) {
    if (call.status() == CallStatus.ACTIVE) {
      return live.contains(call.jobId());
    }
    return call.nextAttemptAt() == null
        ? turnsCome
        : !call.nextAttemptAt().plus(PATIENCE).isBefore(now);
  }

  private static boolean isScheduled(BatchEvidence batch, Instant now) {
    return batch.scheduledAt().filter(at -> at.plus(PATIENCE).isAfter(now)).isPresent();
  }

  private static boolean stillDialing(Evidence evidence, BatchEvidence batch, Instant now) {
    OptionalDouble lastRing =
        evidence.ledger().stream()
            .flatMap(ledger ->
                evidence.batches().stream()
                    .filter(other -> other.workspaceId().equals(batch.workspaceId()))
                    .flatMap(other -> ledger.of(other).stream()))
            .mapToDouble(Ring::time)
            .max();
    return lastRing.isPresent() && lastRing.getAsDouble() > now.minus(PATIENCE).toEpochMilli();
  }
}
