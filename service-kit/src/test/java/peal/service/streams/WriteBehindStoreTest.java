package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WriteBehindStoreTest {
  private static final int KEYS = 40;

  @TempDir private Path folder;
  private final KeyValueStore<Bytes, byte[]> disk =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("words"), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  private WriteBehindStore store(PendingBytes room) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "write-behind");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(PendingBytes.ROOM, room);
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    WriteBehindStore store = new WriteBehindStore(disk);
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  private static PendingBytes plenty() {
    return new PendingBytes(1 << 20);
  }

  private static Bytes key(int number) {
    return Bytes.wrap("key %03d".formatted(number).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] value(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsPendingIsReadHereAndWrittenWhenItIsCommitted() {
    WriteBehindStore store = store(plenty());
    store.put(key(1), value(1));
    store.flushCache();

    store.put(key(1), value(2));
    store.put(key(2), value(3));
    store.put(key(1), value(4));

    assertThat(store.get(key(1))).isEqualTo(value(4));
    assertThat(store.get(key(2))).isEqualTo(value(3));
    assertThat(disk.get(key(1))).isEqualTo(value(1));
    assertThat(disk.get(key(2))).isNull();

    store.flushCache();

    assertThat(disk.get(key(1))).isEqualTo(value(4));
    assertThat(disk.get(key(2))).isEqualTo(value(3));
  }

  @Test
  void whatIsDeletedIsGoneFromRangesBeforeItIsGoneFromDisk() {
    WriteBehindStore store = store(plenty());
    for (int i = 0; i < 4; i++) {
      store.put(key(i), value(i));
    }
    store.flushCache();

    store.put(key(0), null);
    assertThat(store.delete(key(2))).isEqualTo(value(2));

    assertThat(store.get(key(2))).isNull();
    assertThat(entries(store.all())).containsOnlyKeys(key(1), key(3));
    assertThat(entries(disk.all())).hasSize(4);
    store.flushCache();
    assertThat(entries(disk.all())).containsOnlyKeys(key(1), key(3));
  }

  /** A map that is written at once is the judge. */
  @Test
  void itIsAsAStoreThatIsWrittenAtOnce() {
    WriteBehindStore store = store(plenty());
    NavigableMap<Bytes, byte[]> judge = new TreeMap<>();
    Random random = new Random(7);
    for (int step = 0; step < 4_000; step++) {
      Bytes key = key(random.nextInt(KEYS));
      switch (random.nextInt(8)) {
        case 0 -> store.flushCache();
        case 1, 2 -> {
          store.put(key, null);
          judge.remove(key);
        }
        case 3 -> {
          byte[] there = judge.putIfAbsent(key, value(step));
          assertThat(store.putIfAbsent(key, value(step))).isEqualTo(there);
        }
        default -> {
          store.put(key, value(step));
          judge.put(key, value(step));
        }
      }
      Bytes from = key(random.nextInt(KEYS));
      Bytes to = key(random.nextInt(KEYS));
      NavigableMap<Bytes, byte[]> between =
          from.compareTo(to) > 0 ? new TreeMap<>() : judge.subMap(from, true, to, true);
      assertThat(store.get(from)).isEqualTo(judge.get(from));
      assertThat(entries(store.range(from, to))).containsExactlyEntriesOf(between);
      assertThat(entries(store.reverseRange(from, to)).keySet())
          .containsExactlyElementsOf(between.descendingKeySet());
      assertThat(entries(store.range(from, null)))
          .containsExactlyEntriesOf(judge.tailMap(from, true));
      assertThat(entries(store.reverseRange(null, to)).keySet())
          .containsExactlyElementsOf(judge.headMap(to, true).descendingKeySet());
    }
  }

  private static Map<Bytes, byte[]> entries(KeyValueIterator<Bytes, byte[]> iterator) {
    Map<Bytes, byte[]> found = new LinkedHashMap<>();
    try (iterator) {
      while (iterator.hasNext()) {
        Bytes key = iterator.peekNextKey();
        KeyValue<Bytes, byte[]> entry = iterator.next();
        assertThat(entry.key).isEqualTo(key);
        found.put(entry.key, entry.value);
      }
    }
    return found;
  }

  @Test
  void whoeverWalksARangeMayDeleteWhatWasReached() {
    WriteBehindStore store = store(plenty());
    for (int i = 0; i < KEYS; i++) {
      store.put(key(i), value(i));
      if (i == KEYS / 2) {
        store.flushCache();
      }
    }
    List<Bytes> reached = new ArrayList<>();

    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        Bytes key = all.next().key;
        reached.add(key);
        store.put(key, null);
      }
    }

    assertThat(reached).hasSize(KEYS).doesNotHaveDuplicates();
    assertThat(entries(store.all())).isEmpty();
  }

  /** Streams' record cache loses sight of what is evicted between the two halves of a range. */
  @Test
  @Timeout(120)
  void aReaderMissesNothingAndSeesNothingGoBackWhileMuchIsCommitted() throws Exception {
    WriteBehindStore store = store(plenty());
    for (int i = 0; i < KEYS; i++) {
      store.put(key(i), value(0));
    }
    AtomicBoolean reading = new AtomicBoolean(true);
    try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
      Future<Integer> read =
          reader.submit(() -> {
            int[] last = new int[KEYS];
            int rounds = 0;
            for (; reading.get() || rounds == 0; rounds++) {
              List<byte[]> values = new ArrayList<>(entries(store.all()).values());
              assertThat(values).hasSize(KEYS);
              for (int i = 0; i < KEYS; i++) {
                int now = Integer.parseInt(new String(values.get(i), StandardCharsets.UTF_8));
                assertThat(now).isGreaterThanOrEqualTo(last[i]);
                last[i] = now;
              }
            }
            return rounds;
          });
      for (int version = 1; version <= 3_000; version++) {
        for (int i = 0; i < KEYS; i++) {
          store.put(key(i), value(version));
        }
        store.flushCache();
      }
      reading.set(false);
      assertThat(read.get()).isPositive();
    }
  }

  @Test
  void moreThanThereIsRoomForIsWrittenAtOnce() {
    PendingBytes room = new PendingBytes(10_000);
    WriteBehindStore store = store(room);

    store.put(key(1), new byte[6_000]);
    assertThat(disk.get(key(1))).isNull();
    store.put(key(1), new byte[7_000]);
    assertThat(disk.get(key(1))).as("only once").isNull();
    store.put(key(2), new byte[6_000]);

    assertThat(disk.get(key(1))).hasSize(7_000);
    assertThat(disk.get(key(2))).hasSize(6_000);
    assertThat(room.take(10_000)).as("all of it was given back").isTrue();
  }

  @Test
  void aTaskThatEndsWithoutACommitTakesWhatWasPendingWithIt() {
    PendingBytes room = new PendingBytes(10_000);
    WriteBehindStore store = store(room);
    store.put(key(1), value(1));

    store.close();

    assertThat(room.take(10_000)).isTrue();
    assertThatThrownBy(() -> store.put(key(1), value(2)))
        .isInstanceOf(InvalidStateStoreException.class);
  }
}
