package peal.dialer.dialing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Lane;

/**
 * How many dials this worker has in hand, and how many it takes, in number and in bytes. All dials
 * of a lane come to one worker, so one fast lane with a slow carrier, or one with long prompts,
 * would fill it and keep its neighbours out; no lane gets more than half of either. Thread-safe.
 */
final class Ceiling {
  /** A dial is held as it came, with its texts filled in, and as the body that is sent. */
  private static final int COPIES = 3;

  private static final int BYTES_PER_CHAR = 2;
  private static final int FIXED_BYTES = 2_000;

  private final int most;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private final Map<Lane, Held> lanes = new HashMap<>();
  private Held all = Held.NOTHING;

  /** What is in hand. */
  private record Held(int dials, long bytes) {
    private static final Held NOTHING = new Held(0, 0);

    private Held plus(int more, long moreBytes) {
      return new Held(dials + more, bytes + moreBytes);
    }
  }

  /**
   * A worker with nothing in hand.
   *
   * @param most dials in hand, at least 1; half of that, but at least 1, of one lane
   * @param mostBytes heap that they may take, estimated; half of that, but at least one dial, of
   *     one lane
   */
  Ceiling(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Heap that {@code request} takes at most while it is in hand, estimated. */
  static long bytesOf(DialRequest request) {
    CallingAgent agent = request.agent();
    long chars = length(agent.prompt()) + length(agent.welcomeMessage());
    chars += length(request.variables()) + length(agent.variables());
    return FIXED_BYTES + COPIES * BYTES_PER_CHAR * chars;
  }

  private static long length(Map<String, String> variables) {
    return variables.entrySet().stream()
        .mapToLong(entry -> length(entry.getKey()) + length(entry.getValue()))
        .sum();
  }

  private static long length(String text) {
    return text == null ? 0 : text.length();
  }

  /** Takes a place for a dial of {@code lane}, unless all are taken or half of them by it. */
  boolean tryTake(Lane lane, long bytes) {
    lock.lock();
    try {
      Held ofLane = lanes.getOrDefault(lane, Held.NOTHING);
      if (!fits(all, most, mostBytes, bytes)
          || !fits(ofLane, Math.max(1, most / 2), mostBytes / 2, bytes)) {
        return false;
      }
      lanes.put(lane, ofLane.plus(1, bytes));
      all = all.plus(1, bytes);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** One alone always fits, however large: it would never be dialed otherwise. */
  private static boolean fits(Held held, int dials, long bytes, long more) {
    return held.dials() == 0 || (held.dials() < dials && held.bytes() + more <= bytes);
  }

  /** Gives a place of {@code lane} back, once for each that it has taken, with the same bytes. */
  void giveBack(Lane lane, long bytes) {
    lock.lock();
    try {
      lanes.computeIfPresent(lane, (any, held) -> held.dials() == 1 ? null : held.plus(-1, -bytes));
      all = all.plus(-1, -bytes);
      if (all.dials() == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Places that are taken. */
  int taken() {
    return held().dials();
  }

  /** Heap that the dials in hand take, estimated, bytes. */
  long takenBytes() {
    return held().bytes();
  }

  private Held held() {
    lock.lock();
    try {
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no place is taken; false when {@code limit} passed first. */
  boolean awaitEmpty(Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    lock.lock();
    try {
      while (all.dials() > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = empty.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
