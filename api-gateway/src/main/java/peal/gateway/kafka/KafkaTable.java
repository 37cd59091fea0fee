package peal.gateway.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import peal.domain.Revised;
import peal.gateway.Refusals;
import peal.gateway.Table;
import peal.service.http.ApiError;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.TableReader;
import peal.service.kafka.TableShare;
import peal.topics.OversizedRecord;
import peal.topics.Topic;

/**
 * A table that is a compacted topic. The topic's order decides between gateways: a change is
 * written with the number after the one it was made from, acknowledged by Kafka, and read back. If
 * another change with that number came first ours does not count, for no reader, and is made again.
 */
public final class KafkaTable<V extends Revised<V>> implements Table<V>, AutoCloseable {
  private static final Duration READ_BACK = Duration.ofSeconds(5);
  private static final Duration CURRENT = Duration.ofSeconds(2);

  /** Two gateways that change one thing in turns both get through in a few. */
  private static final int TRIES = 30;

  private final CompactedTable<V> rows;
  private final BiFunction<String, V, Future<RecordMetadata>> write;
  private final Shadows<V> shadows;

  /** Changes of one key made here do not compete with each other, only with other gateways'. */
  private final Turns turns = new Turns();

  /** A table that {@code reader} reads once it starts, and {@code writer} writes. */
  public KafkaTable(TableReader reader, TableWriter writer, Topic<String, V> topic) {
    this(reader, writer, topic, Optional::of);
  }

  /** As the other constructor; of each value only what {@code left} leaves is kept in memory. */
  public KafkaTable(
      TableReader reader,
      TableWriter writer,
      Topic<String, V> topic,
      Function<V, Optional<V>> left) {
    this.rows = reader.table(topic, left);
    this.write = (key, value) -> writer.send(topic, key, value);
    this.shadows = new Shadows<>(rows, write::apply);
  }

  @Override
  public Optional<V> get(String key) {
    return rows.get(key);
  }

  @Override
  public Collection<V> values() {
    return rows.values();
  }

  @Override
  public Collection<V> values(String owner) {
    return rows.values(owner);
  }

  @Override
  public long version() {
    return rows.version();
  }

  @Override
  public TableShare share(String owner) {
    return rows.share(owner);
  }

  @Override
  public TableShare all() {
    return rows.all();
  }

  @Override
  public V update(String key, Function<Optional<V>, V> change) {
    try (Turns.Turn turn = turns.take(key)) {
      // What another gateway has just made must be there to be changed.
      boolean current = current();
      for (int i = 0; i < TRIES; i++) {
        V before = rows.last(key).orElse(null);
        V wanted = change.apply(Optional.ofNullable(before).filter(Revised::isThere));
        if (current && wanted.equals(before)) {
          return before;
        }
        V after = wanted.withRevision(Revised.numberOf(before) + 1);
        if (counts(key, after)) {
          return after;
        }
      }
      throw Refusals.unavailable("Others are changing this at the same moment. Try again.");
    } catch (RuntimeException e) {
      // A try that was refused may be the key's last record now.
      shadows.lift(key);
      throw e;
    }
  }

  /** Writes {@code value}, and tells whether it was the first with its number. */
  private boolean counts(String key, V value) {
    try {
      RecordMetadata written =
          write.apply(key, value).get(WhileAClientWaits.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!rows.awaitOffset(written.offset(), READ_BACK)) {
        throw unsure();
      }
      return !rows.refused(written.offset());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RecordTooLargeException ? tooLarge() : unsure();
    } catch (OversizedRecord e) {
      throw tooLarge();
    } catch (TimeoutException | KafkaException e) {
      throw unsure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsure();
    }
  }

  private static ApiError unsure() {
    return Refusals.unavailable(
        "Kafka did not confirm the change in time. Look whether it is there before you try again.");
  }

  private static ApiError tooLarge() {
    return Refusals.tooLarge("All of it together may have at most about 1 MB.");
  }

  @Override
  public boolean current() {
    try {
      return rows.awaitEnd(CURRENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean caughtUp() {
    return rows.caughtUp();
  }

  @Override
  public boolean alive() {
    return rows.alive();
  }

  @Override
  public void close() {
    shadows.close();
  }
}
