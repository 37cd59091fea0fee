package peal.ingest.kafka;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import peal.domain.Lane;
import peal.domain.event.CallQueued;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.LogUnavailable;
import peal.topics.Topic;
import peal.topics.Topics;

/**
 * One batch's rows on their way to Kafka, never more than a fixed number at a time, so that memory
 * does not grow with the file. The first record that fails fails the batch.
 */
final class RowsInFlight implements BatchLog.Rows {
  static final int LIMIT = 10_000;

  private final Topics topics;
  private final Topic<String, CallQueued> topic;
  private final Producer<String, CallQueued> producer;
  private final Duration patience;
  private final Semaphore places = new Semaphore(LIMIT);
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  RowsInFlight(
      Topics topics,
      Topic<String, CallQueued> topic,
      Producer<String, CallQueued> producer,
      Duration patience) {
    this.topics = topics;
    this.topic = topic;
    this.producer = producer;
    this.patience = patience;
  }

  @Override
  public void write(Lane lane, CallQueued row) throws LogUnavailable {
    takePlaces(1);
    failIfFailed();
    try {
      producer.send(topics.record(topic, lane, row), this::done);
    } catch (KafkaException | IllegalStateException e) {
      throw new LogUnavailable("a row could not be sent", e);
    }
  }

  @Override
  public void finish() throws LogUnavailable {
    takePlaces(LIMIT);
    failIfFailed();
  }

  private void done(RecordMetadata written, Exception e) {
    if (e != null) {
      failure.compareAndSet(null, e);
    }
    places.release();
  }

  /** Every record ends within the delivery timeout; waiting twice that long means a fault. */
  private void takePlaces(int count) throws LogUnavailable {
    try {
      if (!places.tryAcquire(count, 2 * patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LogUnavailable("rows were not acknowledged in time", failure.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while writing rows", e);
    }
  }

  private void failIfFailed() throws LogUnavailable {
    if (failure.get() != null) {
      throw new LogUnavailable("a row was not acknowledged", failure.get());
    }
  }
}
