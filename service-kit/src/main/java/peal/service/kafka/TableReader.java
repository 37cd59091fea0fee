package peal.service.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.Topic;

/**
 * Reads the compacted topics of a service into memory: one consumer and one thread for all of them,
 * so that a table more costs no client more. Tables are named first, then it is started, once.
 * Thread-safe.
 */
public final class TableReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
  private static final Duration PRUNED_EVERY = Duration.ofMinutes(1);

  /** How long a poll waits; a change ends it at once. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** How long one table's place may be asked for while the others wait. */
  private static final Duration ASKING = Duration.ofSeconds(2);

  private final String clientId;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final LogEnds ends;
  private final Function<String, DeadLetters> deadLetters;
  private final MeterRegistry registry;
  private final Map<TopicPartition, CompactedTable<?>> tables = new HashMap<>();
  private Consumer<byte[], byte[]> consumer;
  private Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;
  private long pruned = System.nanoTime();

  /**
   * A reader that has not started.
   *
   * @param clientId names its clients, and the reader where a record is put aside
   * @param registry where it is counted what cannot be read
   */
  public TableReader(KafkaClients clients, String clientId, MeterRegistry registry) {
    this(
        clientId,
        () -> clients.consumer(clientId + "-tables", Map.of()),
        new LogEnds(() -> clients.admin(clientId + "-ends")),
        topic -> new DeadLetters(clients, topic, clientId, registry),
        registry);
  }

  TableReader(
      String clientId,
      Supplier<Consumer<byte[], byte[]>> consumers,
      LogEnds ends,
      Function<String, DeadLetters> deadLetters,
      MeterRegistry registry) {
    this.clientId = clientId;
    this.consumers = consumers;
    this.ends = ends;
    this.deadLetters = deadLetters;
    this.registry = registry;
  }

  /**
   * A table of {@code topic}, which {@link #start} begins to read.
   *
   * @throws IllegalStateException when it was started before
   */
  public <V> CompactedTable<V> table(Topic<String, V> topic) {
    return table(topic, Optional::of);
  }

  /**
   * As {@link #table(Topic)}; of each value only what {@code left} leaves at the time is kept in
   * memory, if it leaves anything, from the first record on.
   */
  public synchronized <V> CompactedTable<V> table(
      Topic<String, V> topic, Function<V, Optional<V>> left) {
    if (thread != null) {
      throw new IllegalStateException(topic.name() + " is named after reading began");
    }
    TopicPartition partition = new TopicPartition(topic.name(), 0);
    CompactedTable<V> table =
        new CompactedTable<>(
            topic, ends.of(partition), deadLetters.apply(topic.name()), this::alive, left);
    tables.put(partition, table);
    Gauge.builder("peal.table", table, held -> held.all().bytes())
        .description("What the rows of a table take that is held in the heap, as they are written")
        .tag("table", topic.name())
        .baseUnit("bytes")
        .register(registry);
    return table;
  }

  /** Begins to read every table from its beginning; returns itself. */
  public synchronized TableReader start() {
    consumer = consumers.get();
    thread = Thread.ofPlatform().daemon().name("tables-" + clientId).start(this::run);
    return this;
  }

  /** False once nothing is read any more: what is known grows old, and only a restart helps. */
  public boolean alive() {
    return !ended;
  }

  private void run() {
    try {
      read();
    } catch (RuntimeException | Error fault) {
      LOG.error("No table is read any more; this process should be restarted.", fault);
    } finally {
      ended = true;
      // It would wait for the answer to a question that nobody needs any more.
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private void read() {
    List<TopicPartition> unmeasured = new ArrayList<>(tables.keySet());
    consumer.assign(unmeasured);
    consumer.seekToBeginning(unmeasured);
    while (!closing) {
      try {
        unmeasured.removeIf(this::measured);
        ConsumerRecords<byte[], byte[]> records =
            consumer.poll(unmeasured.isEmpty() ? REST : ASKING);
        records.forEach(record -> table(record).apply(record));
        records.nextOffsets().forEach((at, next) -> tables.get(at).readTo(next.offset()));
        prune();
      } catch (WakeupException e) {
        LOG.debug("The tables close.");
      } catch (RuntimeException e) {
        LOG.warn("Reading tables failed; they are read again in a second.", e);
        pause();
      }
    }
  }

  /** Where a table has nothing to read, no poll says so: it is asked. */
  private boolean measured(TopicPartition at) {
    try {
      CompactedTable<?> table = tables.get(at);
      table.startsAt(consumer.endOffsets(List.of(at), ASKING).get(at));
      table.readTo(consumer.position(at, ASKING));
      return true;
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Where {} begins and ends is not known yet: {}", at, e.getMessage());
      return false;
    }
  }

  private CompactedTable<?> table(ConsumerRecord<?, ?> record) {
    return tables.get(new TopicPartition(record.topic(), record.partition()));
  }

  private void prune() {
    if (System.nanoTime() - pruned > PRUNED_EVERY.toNanos()) {
      pruned = System.nanoTime();
      tables.values().forEach(CompactedTable::prune);
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Stops reading; waits up to five seconds for the thread. Idempotent. */
  @Override
  public void close() {
    closing = true;
    Thread reading;
    synchronized (this) {
      reading = thread;
    }
    if (reading != null) {
      consumer.wakeup();
      try {
        reading.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ends.close();
    tables.values().forEach(CompactedTable::close);
  }
}
