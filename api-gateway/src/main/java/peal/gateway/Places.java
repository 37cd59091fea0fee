package peal.gateway;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import peal.domain.WorkspaceId;

/** How many long answers of one kind each workspace has open here. Thread-safe. */
public final class Places {
  private final ConcurrentMap<WorkspaceId, Integer> open = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final int most;
  private final String code;
  private final String refusal;

  /**
   * At most {@code most} of each workspace.
   *
   * @param code of the refusal, for machines
   * @param refusal its sentence, in which {@code %,d} stands for {@code most}
   */
  public Places(int most, String code, String refusal) {
    this.most = most;
    this.code = code;
    this.refusal = refusal.formatted(most);
  }

  /** An answer that counts until it is closed. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Counts one more.
   *
   * @throws PlacesTaken when the workspace has as many as it may
   */
  public Place take(WorkspaceId workspace) {
    open.compute(
        workspace,
        (id, count) -> {
          if (count != null && count >= most) {
            throw new PlacesTaken(code, refusal);
          }
          return count == null ? 1 : count + 1;
        });
    all.incrementAndGet();
    return () -> {
      open.computeIfPresent(workspace, (id, count) -> count == 1 ? null : count - 1);
      all.decrementAndGet();
    };
  }

  /** How many are open, of all workspaces. */
  public int taken() {
    return all.get();
  }
}
