package peal.projector.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions this instance owns without having read all that was written before it took them
 * over. Its stores are as of the last commit, and whoever owned them before may have shown more: an
 * answer from them alone would deny what was shown, or go back. Thread-safe; one thread asks Kafka,
 * and nothing while every partition is read.
 */
final class CatchUp implements AutoCloseable {
  /** What Kafka tells of the inputs. Used by one thread; throws what Kafka's clients throw. */
  interface Inputs extends AutoCloseable {
    /** Where the inputs of {@code partition} end now. */
    Map<TopicPartition, Long> ends(int partition);

    /** Up to where the fold has committed them, of each input of which it has committed any. */
    Map<TopicPartition, Long> committed();

    /**
     * The first record at {@code from} or behind it and before {@code end}; empty where there is
     * none: what lies there are marks of transactions.
     *
     * @param from null for the beginning
     */
    OptionalLong firstRecord(TopicPartition input, Long from, long end);

    @Override
    void close();
  }

  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

  /** Where the inputs of each such partition ended when it was taken over; empty until asked. */
  private final Map<Integer, Map<TopicPartition, Long>> behind = new ConcurrentHashMap<>();

  /** Records that are not committed as far as is known; used by the one thread. */
  private final Map<TopicPartition, Long> unread = new HashMap<>();

  private final Inputs inputs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition begun = lock.newCondition();
  private final Thread thread;
  private volatile boolean closing;

  CatchUp(Inputs inputs) {
    this.inputs = inputs;
    this.thread = Thread.ofVirtual().name("catch-up").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** This instance takes {@code partition} over. */
  void begins(int partition) {
    lock.lock();
    try {
      behind.put(partition, Map.of());
      begun.signal();
    } finally {
      lock.unlock();
    }
  }

  /** This instance no longer owns {@code partition}. */
  void ends(int partition) {
    behind.remove(partition);
  }

  /** Whether {@code partition} is still being read up to where it was taken over. */
  boolean holds(int partition) {
    return behind.containsKey(partition);
  }

  /** Whether no partition is. */
  boolean done() {
    return behind.isEmpty();
  }

  private void run() {
    try {
      while (!closing) {
        awaitWork();
        pause(looked() ? BETWEEN_LOOKS : AFTER_A_FAULT);
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody is asked any more.");
    } finally {
      inputs.close();
    }
  }

  private void awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (behind.isEmpty()) {
        begun.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  /** False where Kafka did not answer. */
  private boolean looked() {
    try {
      look();
      return true;
    } catch (RuntimeException e) {
      LOG.warn("Whether lanes are read to their ends is not known: {}", e.toString());
      return false;
    }
  }

  /** Looks once. */
  void look() {
    behind.forEach((partition, ends) -> {
      if (ends.isEmpty()) {
        behind.replace(partition, ends, inputs.ends(partition));
      }
    });
    Map<TopicPartition, Long> committed = inputs.committed();
    behind.forEach((partition, ends) -> {
      boolean read =
          !ends.isEmpty()
              && ends.entrySet().stream()
                  .allMatch(
                      end -> isRead(end.getKey(), committed.get(end.getKey()), end.getValue()));
      if (read && behind.remove(partition, ends)) {
        unread.keySet().removeAll(ends.keySet());
      }
    });
  }

  private boolean isRead(TopicPartition input, Long committed, long end) {
    if (committed != null && committed >= end) {
      return true;
    }
    Long record = unread.get(input);
    if (record != null && (committed == null || committed <= record)) {
      return false;
    }
    OptionalLong found = inputs.firstRecord(input, committed, end);
    found.ifPresent(offset -> unread.put(input, offset));
    return found.isEmpty();
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
