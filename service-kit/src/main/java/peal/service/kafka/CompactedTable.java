package peal.service.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Revised;
import peal.topics.Topic;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/**
 * A compacted topic of one partition as a map in memory, kept up by a thread of its own. Reads are
 * thread-safe and never block, but for those that say so.
 *
 * <p>Of values that are {@link Revised} only those count that follow the one before: of two changes
 * made to the same state the first. Every reader of the topic sees the same, because all read the
 * same order.
 *
 * @param <V> the topic's values
 */
public final class CompactedTable<V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompactedTable.class);
  private static final Duration PRUNED_EVERY = Duration.ofMinutes(1);

  private final Topic<String, V> topic;
  private final DeadLetters deadLetters;
  private final TopicPartition partition;
  private final Consumer<byte[], byte[]> consumer;
  private final LogEnd end;
  private final TableRows<V> rows;
  private final Refused refused = new Refused();
  private final ReadPosition position = new ReadPosition();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;
  private volatile long startEnd = Long.MAX_VALUE;
  private long pruned = System.nanoTime();

  /**
   * Starts reading {@code topic} from its beginning.
   *
   * @param registry where it is counted what cannot be read
   */
  public CompactedTable(
      KafkaClients clients, Topic<String, V> topic, String clientId, MeterRegistry registry) {
    this(clients, topic, clientId, registry, Optional::of);
  }

  /**
   * As the other constructor; of each value only what {@code left} leaves at the time is kept in
   * memory, if it leaves anything, from the first record on.
   */
  public CompactedTable(
      KafkaClients clients,
      Topic<String, V> topic,
      String clientId,
      MeterRegistry registry,
      Function<V, Optional<V>> left) {
    this(
        topic,
        clients.consumer(clientId + "-" + topic.name(), Map.of()),
        new LogEnd(
            partitionOf(topic),
            () -> clients.consumer(clientId + "-end-" + topic.name(), Map.of())),
        new DeadLetters(clients, topic.name(), clientId, registry),
        left);
    Gauge.builder("peal.table", rows, held -> held.all().bytes())
        .description("What the rows of a table take that is held in the heap, as they are written")
        .tag("table", topic.name())
        .baseUnit("bytes")
        .register(registry);
  }

  CompactedTable(
      Topic<String, V> topic,
      Consumer<byte[], byte[]> consumer,
      LogEnd end,
      DeadLetters deadLetters,
      Function<V, Optional<V>> left) {
    this.topic = topic;
    this.rows = new TableRows<>(left);
    this.deadLetters = deadLetters;
    this.partition = partitionOf(topic);
    this.consumer = consumer;
    this.end = end;
    this.thread = Thread.ofPlatform().daemon().name("table-" + topic.name()).start(this::run);
  }

  private static TopicPartition partitionOf(Topic<?, ?> topic) {
    return new TopicPartition(topic.name(), 0);
  }

  /** The value of {@code key}, unless it is absent or deleted. */
  public Optional<V> get(String key) {
    return last(key).filter(TableRows::isThere);
  }

  /** The value of {@code key} that counted last, even if it only says that it is deleted. */
  public Optional<V> last(String key) {
    return rows.last(key);
  }

  /** Every value, in no order; a view of now. */
  public Collection<V> values() {
    return rows.values();
  }

  /** Every value whose key begins with {@code owner} and a slash; costs no more than those. */
  public Collection<V> values(String owner) {
    return rows.values(owner);
  }

  /** Another number whenever a value has changed. */
  public long version() {
    return rows.version();
  }

  /** False once nothing is read any more: what is known grows old, and only a restart helps. */
  public boolean alive() {
    return !ended;
  }

  /** What the rows take whose keys begin with {@code owner} and a slash. */
  public TableShare share(String owner) {
    return rows.share(owner);
  }

  /** What all rows take. */
  public TableShare all() {
    return rows.all();
  }

  /** Whether everything that stood in the topic when reading began has been read. */
  public boolean caughtUp() {
    return position.next() >= startEnd;
  }

  /** Waits for {@link #caughtUp}; false when {@code limit} passed first. */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    return position.await(limit, this::caughtUp);
  }

  /**
   * Waits until the record at {@code offset} has been read, so that a writer sees its own write;
   * false when {@code limit} passed first.
   */
  public boolean awaitOffset(long offset, Duration limit) throws InterruptedException {
    return position.await(limit, () -> position.next() > offset);
  }

  /**
   * Asks Kafka where the topic ends, and waits until all of it has been read: then everything that
   * any process had written before this call is seen. False when {@code limit} passed first.
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      long last = end.get(limit);
      return position.await(
          Duration.ofNanos(deadline - System.nanoTime()), () -> position.next() >= last);
    } catch (KafkaException e) {
      LOG.warn("Where {} ends is not known: {}", topic.name(), e.getMessage());
      return false;
    }
  }

  /** Whether the record at {@code offset}, read not long ago, was one that did not count. */
  public boolean refused(long offset) {
    return refused.has(offset);
  }

  /**
   * Keys whose last record did not count, for at least {@code time}. Compaction would keep that
   * record and drop the one that counted, so the latter must be written again.
   */
  public List<String> shadowed(Duration time) {
    return refused.shadowed(time);
  }

  private void pruneEachMinute() {
    if (System.nanoTime() - pruned > PRUNED_EVERY.toNanos()) {
      pruned = System.nanoTime();
      rows.prune();
    }
  }

  private void run() {
    try {
      read();
    } catch (RuntimeException | Error fault) {
      LOG.error("{} is not read any more; this process should be restarted.", topic.name(), fault);
    } finally {
      ended = true;
      consumer.close();
    }
  }

  private void read() {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    while (!closing) {
      try {
        if (startEnd == Long.MAX_VALUE) {
          startEnd = consumer.endOffsets(List.of(partition)).get(partition);
          // Where nothing is to be read the poll below comes back after a second only.
          position.moveTo(consumer.position(partition));
        }
        consumer.poll(Duration.ofSeconds(1)).forEach(this::apply);
        position.moveTo(consumer.position(partition));
        pruneEachMinute();
      } catch (WakeupException e) {
        LOG.debug("{} closes.", topic.name());
      } catch (RuntimeException e) {
        LOG.warn("Reading {} failed; it is read again in a second.", topic.name(), e);
        pause();
      }
    }
  }

  /** What cannot be read is left out, and what was there before stays. */
  private void apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      String key = topic.keys().deserializer().deserialize(topic.name(), record.key());
      if (key == null) {
        throw new UnreadableRecord(Unreadable.WRONG_KEY, "there is no key");
      }
      V value = topic.values().deserializer().deserialize(topic.name(), record.value());
      V current = last(key).orElse(null);
      if (value == null) {
        rows.forget(key);
      } else if (counts(value, current)) {
        rows.keep(key, value, record.serializedValueSize());
        refused.accepted(key);
      } else {
        refused.add(record.offset(), key, value.equals(current));
      }
    } catch (OutOfMemoryError fault) {
      // Only a restart of the process helps.
      throw fault;
    } catch (RuntimeException | Error fault) {
      // Thrown on, it would skip the rest of the poll, or end the reading, again after a restart.
      deadLetters.put(record, fault);
    }
  }

  private static boolean counts(Object next, Object current) {
    return !(next instanceof Revised<?> after)
        || !(current instanceof Revised<?> before)
        || Revised.follows(after, before);
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Stops reading; waits up to five seconds for the thread. */
  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end.close();
    deadLetters.close();
  }
}
