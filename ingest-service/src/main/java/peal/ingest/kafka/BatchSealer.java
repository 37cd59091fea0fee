package peal.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.SealUnknown;

/**
 * Writes the seals of a batch to all its lanes in one transaction: either every lane dials or none.
 * So it writes rows that are added to a batch: either all are dialed or none.
 *
 * <p>One transaction at a time; each takes about ten milliseconds. A producer that has failed is
 * thrown away, and the next one, of the same transactional id, makes the coordinator end whatever
 * its predecessor left open.
 *
 * @param <V> what the records say
 */
final class BatchSealer<V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchSealer.class);

  private final Supplier<Producer<String, V>> producers;
  private final Duration commitWithin;
  private final InstantSource clock;
  private final boolean shared;
  private final ReentrantLock turn = new ReentrantLock();
  private Producer<String, V> producer;

  private BatchSealer(
      Supplier<Producer<String, V>> producers,
      Duration commitWithin,
      InstantSource clock,
      boolean shared) {
    this.producers = producers;
    this.commitWithin = commitWithin;
    this.clock = clock;
    this.shared = shared;
  }

  /**
   * A sealer whose transactional id nobody else opens.
   *
   * @param producers makes transactional producers, always of the same transactional id
   * @param commitWithin how long a commit whose outcome is unknown is tried, and how long a seal
   *     waits for its turn
   */
  static <V> BatchSealer<V> alone(
      Supplier<Producer<String, V>> producers, Duration commitWithin, InstantSource clock) {
    return new BatchSealer<>(producers, commitWithin, clock, false);
  }

  /** As {@link #alone}, for a transactional id by which others shut this one out. */
  static <V> BatchSealer<V> shared(
      Supplier<Producer<String, V>> producers, Duration commitWithin, InstantSource clock) {
    return new BatchSealer<>(producers, commitWithin, clock, true);
  }

  /** Makes the first seal as fast as the later ones; a failure here only means that it is not. */
  void warmUp() {
    turn.lock();
    try {
      ready();
    } catch (LogUnavailable e) {
      LOG.warn("Kafka does not open transactions yet: {}", e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  /** Opens the producer now, which shuts out every other one of the same transactional id. */
  void open() throws LogUnavailable {
    turn.lock();
    try {
      ready();
    } finally {
      turn.unlock();
    }
  }

  /**
   * Seals a batch.
   *
   * @param latest from then on it must not be sealed
   * @throws LogUnavailable when it is certainly not sealed, for want of a turn in time, too
   * @throws SealUnknown when it may be
   */
  void seal(List<ProducerRecord<String, V>> seals, Instant latest)
      throws LogUnavailable, SealUnknown {
    takeTurn();
    try {
      // Another batch's commit may have been waited for.
      requireBefore(latest);
      ready();
      requireBefore(latest);
      write(seals);
      commit(latest);
    } finally {
      turn.unlock();
    }
  }

  /** While Kafka takes no commit each of the others may hold its turn for as long. */
  private void takeTurn() throws LogUnavailable {
    try {
      if (!turn.tryLock(commitWithin.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LogUnavailable("other seals are waited for", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted before sealing", e);
    }
  }

  private void requireBefore(Instant latest) throws LogUnavailable {
    if (!clock.instant().isBefore(latest)) {
      throw new LogUnavailable("it is too late to seal the batch", null);
    }
  }

  private void ready() throws LogUnavailable {
    if (producer != null) {
      return;
    }
    Producer<String, V> fresh = null;
    try {
      fresh = producers.get();
      fresh.initTransactions();
      producer = fresh;
    } catch (KafkaException | IllegalStateException e) {
      if (fresh != null) {
        fresh.close(Duration.ZERO);
      }
      throw new LogUnavailable("no transaction could be opened", e);
    }
  }

  /** Everything up to the commit: what fails here is certainly not sealed. */
  private void write(List<ProducerRecord<String, V>> seals) throws LogUnavailable {
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ProducerRecord<String, V> seal : seals) {
        sent.add(producer.send(seal));
      }
      producer.flush();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (KafkaException | IllegalStateException | ExecutionException e) {
      abandon();
      throw new LogUnavailable("a seal could not be written", e);
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while sealing", e);
    }
  }

  private void commit(Instant latest) throws LogUnavailable, SealUnknown {
    Instant bound = clock.instant().plus(commitWithin);
    Instant deadline = bound.isBefore(latest) ? bound : latest;
    boolean unknown = false;
    while (true) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        // The commit may hold; asking again is allowed and gives the same answer.
        unknown = true;
        if (!clock.instant().isBefore(deadline)) {
          abandon();
          throw new SealUnknown("no answer to the commit", e);
        }
      } catch (InterruptException e) {
        abandon();
        throw new SealUnknown("interrupted during the commit", e);
      } catch (KafkaException | IllegalStateException e) {
        abandon();
        // Of an id of its own the coordinator has given up what was never committed. Else whoever
        // came next may have waited until it was: then the answer is lost, and the next question
        // is refused.
        if (isShutOut(e) ? shared : unknown) {
          throw new SealUnknown("the commit failed, and may hold", e);
        }
        throw new LogUnavailable("the transaction was not committed", e);
      }
    }
  }

  /** Whether {@code fault} says that another producer has the transactional id. */
  static boolean isShutOut(Throwable fault) {
    return fault != null
        && (fault instanceof ProducerFencedException
            || fault instanceof InvalidProducerEpochException
            || isShutOut(fault.getCause()));
  }

  private void abandon() {
    producer.close(Duration.ZERO);
    producer = null;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (producer != null) {
        producer.close(Duration.ofSeconds(2));
        producer = null;
      }
    } finally {
      turn.unlock();
    }
  }
}
