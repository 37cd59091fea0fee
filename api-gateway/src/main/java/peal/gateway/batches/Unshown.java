package peal.gateway.batches;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import peal.domain.BatchId;
import peal.domain.Workspace;

/**
 * Batches whose ids were given away before the projectors knew them, because those were behind; for
 * a minute. Thread-safe.
 */
final class Unshown {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Instant> until = new ConcurrentHashMap<>();

  Unshown(InstantSource clock) {
    this.clock = clock;
  }

  void add(Workspace workspace, BatchId batch) {
    Instant now = clock.instant();
    until.values().removeIf(now::isAfter);
    if (until.size() < MOST) {
      until.put(key(workspace, batch), now.plus(KEPT));
    }
  }

  boolean has(Workspace workspace, BatchId batch) {
    Instant end = until.get(key(workspace, batch));
    return end != null && clock.instant().isBefore(end);
  }

  private static String key(Workspace workspace, BatchId batch) {
    return workspace.id() + "/" + batch;
  }
}
