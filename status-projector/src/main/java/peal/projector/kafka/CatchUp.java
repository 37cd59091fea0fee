package peal.projector.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions this instance owns and has read up to where they were when it took them over.
 * Its stores are as of the last commit then, and whoever owned them before may have shown more: an
 * answer from them alone would deny what was shown, or go back. Thread-safe; one thread asks Kafka,
 * and nothing while every partition is read.
 */
final class CatchUp implements AutoCloseable {
  /** What Kafka tells of the inputs. Used by one thread; throws what Kafka's clients throw. */
  interface Inputs extends AutoCloseable {
    /** The input of {@code partition} in which the events of calls are. */
    TopicPartition events(int partition);

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

  /** After so many looks a record is looked for again: it may have been deleted unread. */
  private static final int TRUSTED_LOOKS = 50;

  private final Map<Integer, TakeOver> behind = new ConcurrentHashMap<>();
  private final Set<Integer> read = ConcurrentHashMap.newKeySet();
  private final Inputs inputs;
  private final FoldPosition position;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition begun = lock.newCondition();
  private final Thread thread;
  private volatile boolean closing;

  /** Tells {@code position} what was read before this instance took a partition over. */
  CatchUp(Inputs inputs, FoldPosition position) {
    this.inputs = inputs;
    this.position = position;
    this.thread = Thread.ofVirtual().name("catch-up").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** This instance takes {@code partition} over. */
  void begins(int partition) {
    lock.lock();
    try {
      read.remove(partition);
      position.forget(partition);
      behind.put(partition, new TakeOver(partition));
      begun.signal();
    } finally {
      lock.unlock();
    }
  }

  /** This instance no longer works on {@code partition}. */
  void ends(int partition) {
    lock.lock();
    try {
      behind.remove(partition);
      read.remove(partition);
      position.forget(partition);
    } finally {
      lock.unlock();
    }
  }

  /** Whether this instance works on {@code partition}, and has read what was there before. */
  boolean hasRead(int partition) {
    return read.contains(partition);
  }

  /** Whether no partition is behind. */
  boolean done() {
    return behind.isEmpty();
  }

  private void run() {
    try {
      while (!closing) {
        awaitWork();
        Thread.sleep(look() ? BETWEEN_LOOKS : AFTER_A_FAULT);
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

  /** Looks once; false where Kafka did not answer all that was asked. */
  boolean look() {
    boolean answered = true;
    for (TakeOver takeOver : behind.values()) {
      try {
        if (takeOver.isRead()) {
          takenOver(takeOver);
        }
      } catch (RuntimeException | Error e) {
        // Of one partition that has no leader the others know nothing.
        LOG.warn("Whether partition {} is read is not known: {}", takeOver.partition, e.toString());
        answered = false;
      }
    }
    return answered;
  }

  private void takenOver(TakeOver takeOver) {
    lock.lock();
    try {
      // Not where it was taken over anew meanwhile.
      if (behind.remove(takeOver.partition, takeOver)) {
        position.takenOver(takeOver.partition, takeOver.eventsEnd);
        read.add(takeOver.partition);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is still to be read of a partition. Used by the one thread. */
  private final class TakeOver {
    private final int partition;

    /** Where the inputs that are not read yet ended when it was taken over; null until asked. */
    private Map<TopicPartition, Long> ends;

    /** Records that were not committed when last looked at. */
    private final Map<TopicPartition, Long> unread = new HashMap<>();

    private long eventsEnd;
    private int looks;

    TakeOver(int partition) {
      this.partition = partition;
    }

    boolean isRead() {
      if (ends == null) {
        ends = new HashMap<>(inputs.ends(partition));
        eventsEnd = ends.getOrDefault(inputs.events(partition), 0L);
        ends.values().removeIf(end -> end == 0);
      }
      if (++looks % TRUSTED_LOOKS == 0) {
        unread.clear();
      }
      if (!ends.isEmpty()) {
        Map<TopicPartition, Long> committed = inputs.committed();
        ends.entrySet()
            .removeIf(end -> isRead(end.getKey(), committed.get(end.getKey()), end.getValue()));
      }
      return ends.isEmpty();
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
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
