package peal.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import peal.domain.WorkspaceId;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;

/**
 * The transactional ids of claims. Brokers remember each id for days, so there are {@value #EACH}
 * of each kind for a workspace and not one for every claim: a claim always has the same, by which
 * its next try shuts out the one before. Two claims may share one. Here the second waits until the
 * first is over; of two ingest-services the later try shuts the other's out, which is then told to
 * come again. No workspace shares with another. Thread-safe.
 */
final class ClaimSlots {
  static final int EACH = 256;

  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Map<String, Holders> held = new HashMap<>();

  private record Holders(String holder, int count) {}

  /** Slots for which a claim waits as long as {@code patience}. */
  ClaimSlots(Duration patience) {
    this.patience = patience;
  }

  /** A transactional id that is in use until it is closed. */
  record Slot(String transactionalId, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  static String transactionalId(Claim claim, WorkspaceId workspace) {
    // String's hash is the same in every JVM, by its documentation.
    int slot = Math.floorMod(claim.id().hashCode(), EACH);
    return "peal-claim-%s-%s-%d".formatted(workspace, claim.kind().word(), slot);
  }

  /**
   * The slot of {@code claim}.
   *
   * @throws LogUnavailable when another claim has it for too long
   */
  Slot take(Claim claim, WorkspaceId workspace) throws LogUnavailable {
    return take(transactionalId(claim, workspace), claim.id())
        .orElseThrow(
            () -> new LogUnavailable("another request is being started in its place", null));
  }

  /** A slot for {@code holder}; empty when another one has it for too long. */
  Optional<Slot> take(String id, String holder) throws LogUnavailable {
    long wait = patience.toNanos();
    lock.lock();
    try {
      while (held.containsKey(id) && !held.get(id).holder().equals(holder)) {
        if (wait <= 0) {
          return Optional.empty();
        }
        wait = left.awaitNanos(wait);
      }
      int count = held.containsKey(id) ? held.get(id).count() : 0;
      held.put(id, new Holders(holder, count + 1));
      return Optional.of(new Slot(id, () -> leave(id)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while waiting for another request", e);
    } finally {
      lock.unlock();
    }
  }

  private void leave(String id) {
    lock.lock();
    try {
      held.computeIfPresent(
          id,
          (same, holders) ->
              holders.count() == 1 ? null : new Holders(holders.holder(), holders.count() - 1));
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
