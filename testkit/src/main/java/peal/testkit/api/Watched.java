package peal.testkit.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Snapshot;

/** A batch under observation. Thread-safe; asks outside of its lock. */
final class Watched {
  private final PealClient client;
  private final BatchEvidence accepted;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<Listing> listings = new ArrayList<>();
  private Optional<Instant> cancelledAt = Optional.empty();

  Watched(PealClient client, BatchEvidence accepted) {
    this.client = client;
    this.accepted = accepted;
  }

  /** Asks for its status. */
  Snapshot seen() {
    Snapshot now = client.snapshot(accepted.batchId());
    synchronized (this) {
      snapshots.add(now);
    }
    return now;
  }

  /** Asks for all of its calls. */
  Listing listed() {
    Listing now = client.allCalls(accepted.batchId());
    synchronized (this) {
      listings.add(now);
    }
    return now;
  }

  /** Its last answer, and what was last listed of its calls that have not ended. */
  synchronized String unfinished() {
    List<CallRow> open =
        listings.isEmpty()
            ? List.of()
            : listings.getLast().calls().stream()
                .filter(call -> !call.status().terminal())
                .toList();
    return "%s: %s; open: %s"
        .formatted(
            accepted.batchId(), snapshots.isEmpty() ? "never seen" : snapshots.getLast(), open);
  }

  synchronized void cancelled(Instant at) {
    cancelledAt = cancelledAt.or(() -> Optional.of(at));
  }

  synchronized boolean complete() {
    return !snapshots.isEmpty() && snapshots.getLast().complete();
  }

  synchronized BatchEvidence evidence() {
    return new BatchEvidence(
        accepted.workspaceId(),
        accepted.batchId(),
        accepted.totalCalls(),
        accepted.numbers(),
        accepted.acceptedAt(),
        accepted.scheduledAt(),
        cancelledAt,
        snapshots,
        listings);
  }
}
