package peal.service.streams;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that all stores of an application may fill with what waits for the next commit.
 * Thread-safe.
 */
final class PendingBytes {
  /** Setting of Streams that holds one of these. */
  static final String ROOM = "peal.pending.bytes";

  private final long most;
  private final AtomicLong held = new AtomicLong();

  /** At most {@code most} bytes. */
  PendingBytes(long most) {
    this.most = most;
  }

  /** As {@code settings} say; without a bound where they say nothing, as in tests. */
  static PendingBytes of(Map<String, ?> settings) {
    Object room = settings.get(ROOM);
    return room == null ? new PendingBytes(Long.MAX_VALUE) : (PendingBytes) room;
  }

  /** Counts {@code more}, negative for less; false where that makes too many. */
  boolean take(long more) {
    return held.addAndGet(more) <= most;
  }

  /** No longer counts {@code bytes}. */
  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
