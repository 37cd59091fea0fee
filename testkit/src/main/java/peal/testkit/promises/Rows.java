package peal.testkit.promises;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Listing;

/** Compares a list of calls with the file that they came from. */
final class Rows {
  private Rows() {}

  /** Finds calls too many, too few, listed twice, or for numbers that the file does not have. */
  static void compare(BatchEvidence batch, Listing listing, Findings findings) {
    List<CallRow> calls = listing.calls();
    findings.addIf(
        calls.size() != batch.totalCalls(),
        "%s lists %d calls of %d",
        batch.batchId(),
        calls.size(),
        batch.totalCalls());
    Set<String> ids = new HashSet<>();
    for (CallRow call : calls) {
      findings.addIf(!ids.add(call.jobId()), "%s is listed twice", call.jobId());
    }
    if (!batch.numbers().isEmpty()) {
      compareNumbers(batch, calls, findings);
    }
  }

  private static void compareNumbers(BatchEvidence batch, List<CallRow> calls, Findings findings) {
    Map<String, Integer> wanted = new HashMap<>();
    batch.numbers().forEach(number -> wanted.merge(number, 1, Integer::sum));
    for (CallRow call : calls) {
      findings.addIf(
          wanted.merge(call.number(), -1, Integer::sum) < 0,
          "%s is for a number that the file does not have, or not so often",
          call.jobId());
    }
    long missing = wanted.values().stream().filter(left -> left > 0).count();
    findings.addIf(
        missing > 0, "%s: %d numbers of the file have no call", batch.batchId(), missing);
  }
}
