package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.LaneStore.Waiting;
import peal.domain.dispatch.QueuedCall;
import peal.service.streams.UnitOfWork;
import peal.topics.EnvelopeSerde;

class WaitingRowsTest {
  private static final Lane LANE = new Lane(new WorkspaceId("ws"), 1);
  private static final BatchId BATCH = BatchId.ofToken("b1");
  private static final Serde<QueuedCall> CALLS = EnvelopeSerde.of(QueuedCall.class, 1);

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;
  private UnitOfWork work;
  private WaitingRows rows;

  @BeforeEach
  void anEmptyStore() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "waiting-rows");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("fresh"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    startAgain();
  }

  /** Another instance, with what the store has. */
  private void startAgain() {
    work = new UnitOfWork();
    rows = new WaitingRows(work.over(store, Serdes.ByteArray()), CALLS);
  }

  private static CallId id(BatchId batch, long row) {
    return CallId.ofRow(batch, LANE.index(), row);
  }

  private static QueuedCall call(long row, String text) {
    return new QueuedCall(new PhoneNumber("+1555000" + (1_000 + row)), Map.of("text", text), 0);
  }

  private static QueuedCall call(long row) {
    return call(row, "two\nlines {\"and\": braces}");
  }

  private void add(long row) {
    rows.add(LANE, 0, id(BATCH, row), call(row));
  }

  private Optional<Waiting> take(long after) {
    return rows.take(LANE, BATCH, 0, after);
  }

  private int entries() {
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      for (; all.hasNext(); count++) {
        all.next();
      }
    }
    return count;
  }

  @Test
  void theyAreTakenInOrderAndLeaveNothingBehind() {
    for (long row = 1; row <= 1_000; row++) {
      add(row);
    }
    work.commit();
    assertThat(entries()).isEqualTo(Math.ceilDiv(1_000, WaitingRows.ROWS));

    for (long row = 1; row <= 1_000; row++) {
      assertThat(take(row - 1)).contains(new Waiting(id(BATCH, row), null, call(row)));
      work.commit();
    }

    assertThat(take(1_000)).isEmpty();
    assertThat(entries()).isZero();
  }

  /** A folder of an earlier version has an entry for each row. */
  @Test
  void rowsThatWereKeptOneByOneAreTakenBeforeThoseBehindThem() {
    for (long row = 1; row <= 3; row++) {
      store.put(LaneKeys.row(LANE, id(BATCH, row)), CALLS.serializer().serialize("", call(row)));
    }
    add(4);
    add(5);
    work.commit();

    List<Long> taken = new ArrayList<>();
    for (Optional<Waiting> next = take(1); next.isPresent(); next = take(taken.getLast())) {
      assertThat(next.get().call()).isEqualTo(call(next.get().id().row()));
      taken.add(next.get().id().row());
    }
    work.commit();

    assertThat(taken).containsExactly(2L, 3L, 4L, 5L);
    assertThat(entries()).isZero();
  }

  @Test
  void queuesOfABatchAreTakenApart() {
    for (long row = 1; row <= 90; row++) {
      rows.add(LANE, (int) (row % 3), id(BATCH, row), call(row));
    }
    work.commit();
    startAgain();

    for (int queue = 0; queue < 3; queue++) {
      long taken = 0;
      for (int n = 0; n < 30; n++) {
        Waiting next = rows.take(LANE, BATCH, queue, taken).orElseThrow();
        assertThat(next.id().row()).isEqualTo(queue == 0 ? 3L * (n + 1) : 3L * n + queue);
        taken = next.id().row();
      }
      assertThat(rows.take(LANE, BATCH, queue, taken)).isEmpty();
    }
    work.commit();
    assertThat(entries()).isZero();
  }

  @Test
  void aRowThatIsLargeKeepsToItself() {
    String large = "x".repeat(WaitingRows.BYTES);
    for (long row = 1; row <= 4; row++) {
      rows.add(LANE, 0, id(BATCH, row), call(row, row % 2 == 0 ? large : "small"));
    }
    work.commit();

    assertThat(entries()).isEqualTo(4);
    assertThat(take(0).orElseThrow().call()).isEqualTo(call(1, "small"));
    assertThat(take(1).orElseThrow().call()).isEqualTo(call(2, large));
  }

  @Test
  void whatCouldNotBeTakenInIsNotThereAndTheNextRowIs() {
    add(1);
    work.commit();
    add(2);
    work.rollback();
    rows.reread();
    add(3);
    work.commit();

    assertThat(take(0).orElseThrow().id().row()).isEqualTo(1);
    assertThat(take(1).orElseThrow().id().row()).isEqualTo(3);
    assertThat(new String(store.get(LaneKeys.row(LANE, id(BATCH, 1))), StandardCharsets.UTF_8))
        .doesNotContain("1002");
  }

  /** Against a map: rows come and go, of two batches, with gaps, faults and new beginnings. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theyAreAsInAMap(long seed) {
    Random random = new Random(seed);
    int gap = seed % 2 == 0 ? 1 : 700;
    Map<BatchId, TreeMap<Long, QueuedCall>> judge =
        new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
    Map<BatchId, Long> last = new java.util.HashMap<>();
    Map<BatchId, Long> taken = new java.util.HashMap<>();
    for (int step = 0; step < 6_000; step++) {
      BatchId batch = BatchId.ofToken("b" + random.nextInt(2));
      TreeMap<Long, QueuedCall> waiting = judge.computeIfAbsent(batch, id -> new TreeMap<>());
      boolean failed = random.nextInt(40) == 0;
      if (random.nextInt(step < 3_000 ? 3 : 5) < 2) {
        long row = last.getOrDefault(batch, 0L) + 1 + random.nextInt(gap);
        rows.add(LANE, 0, id(batch, row), call(row));
        if (!failed) {
          waiting.put(row, call(row));
          last.put(batch, row);
        }
      } else {
        long after = taken.getOrDefault(batch, 0L);
        Optional<Waiting> next = rows.take(LANE, batch, 0, after);
        assertThat(next)
            .isEqualTo(
                Optional.ofNullable(waiting.firstEntry())
                    .map(first -> new Waiting(id(batch, first.getKey()), null, first.getValue())));
        if (!failed) {
          waiting.pollFirstEntry();
          // A batch is taken up to the last row that has come when nothing of it waits.
          taken.put(
              batch, next.map(found -> found.id().row()).orElse(last.getOrDefault(batch, 0L)));
        }
      }
      if (failed) {
        work.rollback();
        rows.reread();
      }
      work.commit();
      if (random.nextInt(100) == 0) {
        startAgain();
      }
    }
    judge.forEach((batch, waiting) -> {
      while (!waiting.isEmpty()) {
        long after = taken.getOrDefault(batch, 0L);
        long row = rows.take(LANE, batch, 0, after).orElseThrow().id().row();
        assertThat(row).isEqualTo(waiting.pollFirstEntry().getKey());
        taken.put(batch, row);
      }
    });
    work.commit();
    assertThat(entries()).isZero();
  }
}
