package peal.testkit.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import peal.domain.BatchId;

/**
 * A batch that the API accepted, and what it said of it since.
 *
 * @param workspaceId whose it is
 * @param batchId its id
 * @param totalCalls calls that the answer to the upload promised
 * @param numbers the numbers to be dialed in file order, E.164; empty where nobody noted them
 * @param acceptedAt when the answer to the upload came
 * @param scheduledAt when it may begin; empty for at once
 * @param cancelledAt when the answer to a cancel came; empty where nobody cancelled
 * @param snapshots status answers in order of time
 * @param listings lists of its calls in order of time
 */
public record BatchEvidence(
    String workspaceId,
    String batchId,
    long totalCalls,
    List<String> numbers,
    Instant acceptedAt,
    Optional<Instant> scheduledAt,
    Optional<Instant> cancelledAt,
    List<Snapshot> snapshots,
    List<Listing> listings) {
  /** Copies the lists. */
  public BatchEvidence {
    numbers = List.copyOf(numbers);
    snapshots = List.copyOf(snapshots);
    listings = List.copyOf(listings);
  }

  /** What the ids of its calls carry. */
  public String token() {
    return new BatchId(batchId).token();
  }

  /** The newest list of its calls. */
  public Optional<Listing> lastListing() {
    return listings.isEmpty() ? Optional.empty() : Optional.of(listings.getLast());
  }

  /** The newest status answer. */
  public Optional<Snapshot> lastSnapshot() {
    return snapshots.isEmpty() ? Optional.empty() : Optional.of(snapshots.getLast());
  }

  /** When its first dial was allowed. */
  public Instant dueAt() {
    return scheduledAt.filter(acceptedAt::isBefore).orElse(acceptedAt);
  }
}
