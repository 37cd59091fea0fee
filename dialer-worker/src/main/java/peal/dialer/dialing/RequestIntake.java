package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.DialRequest;
import peal.service.kafka.DeadLetters;
import peal.service.trace.Origin;
import peal.topics.Topics;
import peal.topics.UnreadableRecord;

/**
 * The poll loop: poll, commit, then hand over.
 *
 * <p>A request is handed over only after the broker has taken its offset. A worker that was
 * replaced in the group while it was paused fails at that commit, and then nothing of the poll is
 * acted upon. A commit whose answer was lost counts as failed too: the requests are either polled
 * again, or, if the commit did go through, found missing by dispatch's ask; none is dialed twice.
 *
 * <p>Partitions are never paused: when the worker is full, dials are given back, and asks still get
 * through. The loop belongs to one thread; {@link #stop} and {@link #ready} to any.
 */
final class RequestIntake implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestIntake.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Longer than an outage of the carrier in which everybody waits, shorter than a person's. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final Duration REST = Duration.ofSeconds(15);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Deserializer<DialRequest> reader;
  private final DeadLetters deadLetters;
  private final Receiver receiver;
  private final DialingMetrics metrics;
  private final Clocks clocks;
  private final BooleanSupplier carrierFails;
  private final int partitions;
  private final LaneHandover handover = new LaneHandover(PATIENCE, REST);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ClockOffset clockOffset = new ClockOffset();
  private long lastRequest;
  private volatile boolean joined;
  private volatile boolean broken;
  private volatile long lastPoll;

  RequestIntake(
      Consumer<byte[], byte[]> consumer,
      Topics topics,
      DeadLetters deadLetters,
      Receiver receiver,
      DialingMetrics metrics,
      Clocks clocks,
      BooleanSupplier carrierFails) {
    this.consumer = consumer;
    this.carrierFails = carrierFails;
    this.partitions = topics.partitions();
    this.topic = topics.dialRequests().name();
    this.reader = topics.dialRequests().values().deserializer();
    this.deadLetters = deadLetters;
    this.receiver = receiver;
    this.metrics = metrics;
    this.clocks = clocks;
    this.lastRequest = clocks.nanos() - RECENT_NANOS;
  }

  /** Polls until {@link #stop}, then leaves the group. */
  @Override
  public void run() {
    try {
      subscribe();
      while (stopping.getCount() > 0) {
        turn();
      }
    } catch (RuntimeException | Error fault) {
      broken = true;
      LOG.error("No request is read here any more: restart this process.", fault);
      throw fault;
    } finally {
      joined = false;
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  void subscribe() {
    consumer.subscribe(Set.of(topic), new Joining());
  }

  private void turn() {
    try {
      step();
    } catch (WakeupException e) {
      LOG.debug("Woken up.");
    } catch (RuntimeException fault) {
      LOG.error("Polling {} failed; it goes on in a second.", topic, fault);
      pause();
    }
  }

  /** Polls once, or does what a worker does that leaves its lanes to others. */
  void step() {
    long now = clocks.nanos();
    boolean failing = now - lastRequest < RECENT_NANOS && carrierFails.getAsBoolean();
    switch (handover.next(failing, consumer.assignment().size() == partitions, now)) {
      case STAY -> pollOnce();
      case LEAVE -> {
        consumer.unsubscribe();
        LOG.warn(
            "The carrier cannot be reached from here for {} s: others take this worker's lanes.",
            PATIENCE.toSeconds());
      }
      case REST -> {
        lastPoll = now;
        pause();
      }
      case RETURN -> {
        subscribe();
        LOG.info("Takes part again.");
      }
    }
  }

  private void pause() {
    try {
      stopping.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      stopping.countDown();
    }
  }

  /** One poll, its commit and, if that succeeded, its handing over. */
  void pollOnce() {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    Moment arrival = clocks.now();
    lastPoll = arrival.nanos();
    if (polled.isEmpty()) {
      return;
    }
    lastRequest = arrival.nanos();
    polled.forEach(record ->
        clockOffset.saw(arrival, record.partition(), Instant.ofEpochMilli(record.timestamp())));
    List<Polled> requests = read(polled);
    if (commit(polled)) {
      requests.forEach(each -> handOver(each.request(), each.origin(), arrival));
    }
  }

  private List<Polled> read(ConsumerRecords<byte[], byte[]> polled) {
    List<Polled> requests = new ArrayList<>(polled.count());
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      try {
        requests.add(new Polled(read(record), Origin.of(record.headers())));
      } catch (OutOfMemoryError fault) {
        throw fault;
      } catch (RuntimeException | Error fault) {
        // Thrown on, it would skip the whole poll without a commit or a rewind.
        deadLetters.put(record, fault);
      }
    }
    return requests;
  }

  private DialRequest read(ConsumerRecord<byte[], byte[]> record) {
    DialRequest request = reader.deserialize(topic, record.value());
    if (request == null) {
      throw new UnreadableRecord("no value");
    }
    return request;
  }

  private boolean commit(ConsumerRecords<byte[], byte[]> polled) {
    try {
      consumer.commitSync(polled.nextOffsets(), COMMIT_LIMIT);
      return true;
    } catch (RuntimeException fault) {
      metrics.commitFailed();
      LOG.warn(
          "{} requests are not acted upon, their commit failed: {}",
          polled.count(),
          fault.getClass().getSimpleName());
      rewind(polled);
      return false;
    }
  }

  private void rewind(ConsumerRecords<byte[], byte[]> polled) {
    Set<TopicPartition> ours = consumer.assignment();
    for (TopicPartition partition : polled.partitions()) {
      if (ours.contains(partition)) {
        consumer.seek(partition, polled.records(partition).getFirst().offset());
      }
    }
  }

  private record Polled(DialRequest request, Origin origin) {}

  private void handOver(DialRequest request, Origin origin, Moment arrival) {
    try {
      receiver.receive(request, origin, arrival);
    } catch (OutOfMemoryError fault) {
      // Only a restart of the process helps.
      throw fault;
    } catch (RuntimeException | Error fault) {
      LOG.error(
          "{} of {} was dropped; dispatch will ask.", request.kind(), request.attempt(), fault);
    }
  }

  /** False once the loop has ended by a fault: only a restart of the process helps. */
  boolean live() {
    return !broken;
  }

  /**
   * Whether this worker is in the group and polls, or has left it by itself while its carrier
   * cannot be reached: callbacks are taken all the same.
   */
  boolean ready() {
    return joined && clocks.nanos() - lastPoll < RECENT_NANOS;
  }

  /** Requests that are on the assigned partitions and were not polled yet. */
  double lag() {
    return consumer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("records-lag"))
        .map(Map.Entry::getValue)
        .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
        .filter(Double::isFinite)
        .sum();
  }

  /**
   * How far the clock here is from dispatch's, ahead is above 0, seconds; NaN while nothing was
   * read.
   */
  double clockOffset() {
    return clockOffset.seconds();
  }

  /** Ends the loop; a poll that is not yet committed is not acted upon. */
  void stop() {
    stopping.countDown();
    consumer.wakeup();
  }

  private final class Joining implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      joined = true;
      LOG.info("Takes requests from {} partitions.", partitions.size());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      joined = false;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // Nothing to give up: whatever was handed over is committed, and ours wherever its
      // partition goes.
    }
  }
}
