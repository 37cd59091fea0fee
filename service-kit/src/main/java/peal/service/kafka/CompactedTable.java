package peal.service.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Revised;
import peal.topics.Topic;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/**
 * A compacted topic of one partition as a map in memory, kept up by a {@link TableReader}. Reads
 * are thread-safe and never block, but for those that say so.
 *
 * <p>Of values that are {@link Revised} only those count that follow the one before: of two changes
 * made to the same state the first. Every reader of the topic sees the same, because all read the
 * same order.
 *
 * @param <V> the topic's values
 */
public final class CompactedTable<V> {
  private static final Logger LOG = LoggerFactory.getLogger(CompactedTable.class);

  private final Topic<String, V> topic;
  private final TopicPartition partition;
  private final LogEnd end;
  private final DeadLetters deadLetters;
  private final BooleanSupplier alive;
  private final TableRows<V> rows;
  private final Refused refused = new Refused();
  private final ReadPosition position = new ReadPosition();
  private volatile long startEnd = Long.MAX_VALUE;

  /**
   * A table of which nothing is read yet.
   *
   * @param end where the topic ends
   * @param alive whether somebody reads
   * @param left what of a value is kept in memory, if anything is
   */
  CompactedTable(
      Topic<String, V> topic,
      LogEnd end,
      DeadLetters deadLetters,
      BooleanSupplier alive,
      Function<V, Optional<V>> left) {
    this.topic = topic;
    this.partition = new TopicPartition(topic.name(), 0);
    this.end = end;
    this.deadLetters = deadLetters;
    this.alive = alive;
    this.rows = new TableRows<>(left);
  }

  TopicPartition partition() {
    return partition;
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
    return alive.getAsBoolean();
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

  /** Says where the topic ended when reading began: up to there the table has to catch up. */
  void startsAt(long offset) {
    startEnd = offset;
  }

  /** Everything before {@code next} has been read. */
  void readTo(long next) {
    position.moveTo(next);
  }

  /** Leaves out of memory what has had its time. */
  void prune() {
    rows.prune();
  }

  /** What cannot be read is left out, and what was there before stays. */
  void apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      String key = topic.keys().deserializer().deserialize(topic.name(), record.key());
      if (key == null) {
        throw new UnreadableRecord(Unreadable.WRONG_KEY, "there is no key");
      }
      V value = topic.values().deserializer().deserialize(topic.name(), record.value());
      // Not what is only still there because nobody has pruned yet: all readers count alike.
      V current = rows.left(key).orElse(null);
      if (value == null) {
        rows.forget(key);
      } else if (counts(value, current)) {
        rows.keep(key, value, RowWeight.of(record.value()));
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

  /** Copies aside what still waits for that; for at most 5 s. */
  void close() {
    deadLetters.close();
  }
}
