package peal.gateway.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One turn at a time for each key, in the order in which they were asked for. Whoever wants another
 * key never waits: a turn may last as long as Kafka takes to answer. Keys that nobody wants are
 * forgotten. Thread-safe.
 */
final class Turns {
  private final Map<String, Turn> wanted = new HashMap<>();

  /** Waits for the turn of {@code key}; the same thread closes it. */
  Turn take(String key) {
    Turn turn;
    synchronized (wanted) {
      turn = wanted.computeIfAbsent(key, Turn::new);
      turn.wanting++;
    }
    turn.lock.lock();
    return turn;
  }

  /** Keys that somebody has or waits for. */
  int keys() {
    synchronized (wanted) {
      return wanted.size();
    }
  }

  /** A turn that is held. */
  final class Turn implements AutoCloseable {
    private final String key;
    private final ReentrantLock lock = new ReentrantLock(true);
    private int wanting;

    private Turn(String key) {
      this.key = key;
    }

    @Override
    public void close() {
      lock.unlock();
      synchronized (wanted) {
        wanting--;
        if (wanting == 0) {
          wanted.remove(key);
        }
      }
    }
  }
}
