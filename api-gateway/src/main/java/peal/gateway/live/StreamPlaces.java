package peal.gateway.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import peal.domain.WorkspaceId;

/** How many streams of events each workspace has open here. Thread-safe. */
public final class StreamPlaces {
  private final ConcurrentMap<WorkspaceId, Integer> open = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final int most;

  /** At most {@code most} of each workspace. */
  public StreamPlaces(int most, MeterRegistry metrics) {
    this.most = most;
    Gauge.builder("peal.gateway.live.streams", all, AtomicInteger::get)
        .description("Streams of events that are open")
        .register(metrics);
  }

  /** A stream that counts until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Counts one more.
   *
   * @throws TooManyStreams when the workspace has as many as it may
   */
  Place take(WorkspaceId workspace) {
    open.compute(
        workspace,
        (id, count) -> {
          if (count != null && count >= most) {
            throw new TooManyStreams(most);
          }
          return count == null ? 1 : count + 1;
        });
    all.incrementAndGet();
    return () -> {
      open.computeIfPresent(workspace, (id, count) -> count == 1 ? null : count - 1);
      all.decrementAndGet();
    };
  }
}
