package peal.testkit.promises;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;

/**
 * Counted on the carrier's side, no attempt rings twice, whatever is killed or paused, whenever;
 * and it rings the phone of its row. Nor is it asked for twice, which a carrier that honours keys
 * would hide, unless the carrier had said that it had never heard of it.
 */
public final class OneRingPerAttempt implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.ledger().isEmpty() || evidence.ledger().get().rings().isEmpty()) {
      return Verdict.notTried(this, "the carrier's ledger shows no ring");
    }
    List<Ring> rings = evidence.ledger().get().rings();
    Findings findings = new Findings(this);
    Map<String, String> numbers = numbersByCall(evidence);
    Set<String> seen = new HashSet<>();
    for (Ring ring : rings) {
      findings.addIf(
          !seen.add(ring.attemptId()) || ring.count() > 1, "%s rang again", ring.attemptId());
      int excused = 1 + evidence.calls().neverHeardOf(ring.attemptId());
      findings.addIf(
          ring.requests() > excused,
          "%s was asked for %d times, and only %d times the carrier had not heard of it",
          ring.attemptId(),
          ring.requests(),
          excused);
      String expected =
          ring.attempt().map(attempt -> numbers.get(attempt.call().toString())).orElse(null);
      findings.addIf(
          expected != null && !expected.equals(ring.number()),
          "%s rang another number than its row's",
          ring.attemptId());
    }
    return findings.verdict(() -> "%,d attempts, %,d rings".formatted(seen.size(), rings.size()));
  }

  private static Map<String, String> numbersByCall(Evidence evidence) {
    Map<String, String> numbers = new HashMap<>();
    for (BatchEvidence batch : evidence.batches()) {
      batch
          .lastListing()
          .ifPresent(listing -> {
            for (CallRow call : listing.calls()) {
              numbers.put(call.jobId(), call.number());
            }
          });
    }
    return numbers;
  }
}
