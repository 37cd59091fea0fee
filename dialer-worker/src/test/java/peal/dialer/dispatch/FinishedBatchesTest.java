package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
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
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

class FinishedBatchesTest {
  private static final Lane LANE = new Lane(new WorkspaceId("ws"), 0);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;
  private long read;

  @BeforeEach
  void anEmptyStore() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "finished-batches");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("finished"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
  }

  private static Bytes batch(int number) {
    return LaneKeys.batch(LANE, BatchId.ofToken("b" + number));
  }

  private static byte[] time(Instant at) {
    return FinishedBatches.TIMES.serializer().serialize("finished", at.toEpochMilli());
  }

  private void finish(int number, Instant at) {
    store.put(batch(number), time(at));
    store.put(FinishedBatches.byTime(at.toEpochMilli(), batch(number)), time(at));
  }

  /** The store, which counts the entries that are looked at. */
  @SuppressWarnings("unchecked")
  private KeyValueStore<Bytes, byte[]> counted() {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, args) -> {
              Object answer = method.invoke(store, args);
              return answer instanceof KeyValueIterator<?, ?> entries ? counted(entries) : answer;
            });
  }

  private Object counted(KeyValueIterator<?, ?> entries) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {KeyValueIterator.class},
        (proxy, method, args) -> {
          read += method.getName().equals("next") ? 1 : 0;
          return method.invoke(entries, args);
        });
  }

  private static void sweepAll(FinishedBatches finished, Instant now) {
    while (!finished.next().isAfter(now)) {
      finished.sweep(now);
    }
  }

  private List<Integer> left() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      if (store.get(batch(i)) != null) {
        left.add(i);
      }
    }
    return left;
  }

  @Test
  void whatASweepReadsIsWhatItForgets() {
    for (int i = 0; i < 3_000; i++) {
      finish(i, START.plus(Duration.ofMinutes(i)));
    }
    FinishedBatches finished = new FinishedBatches(counted(), START);
    sweepAll(finished, START);
    read = 0;
    Instant expires = START.plus(FinishedBatches.KEPT);

    for (int hour = 1; hour <= 20; hour++) {
      sweepAll(finished, expires.plus(Duration.ofHours(hour)));
    }

    assertThat(left()).hasSize(3_000 - 20 * 60).startsWith(20 * 60);
    assertThat(read).as("entries that were looked at").isEqualTo(20 * 60);
    assertThat(store.approximateNumEntries()).isEqualTo(2 * (3_000 - 20 * 60) + 1);
  }

  @Test
  void thoseOfAnOlderStoreAreForgottenInTimeAndWalkedThroughOnce() {
    for (int i = 0; i < 1_200; i++) {
      store.put(batch(i), time(START.plus(Duration.ofMinutes(i))));
    }
    sweepAll(new FinishedBatches(counted(), START), START);
    assertThat(left()).hasSize(1_200);
    read = 0;

    // when a task begins with it again
    FinishedBatches again = new FinishedBatches(counted(), START);
    sweepAll(again, START);
    assertThat(read).isZero();
    sweepAll(again, START.plus(FinishedBatches.KEPT).plus(Duration.ofHours(2)));

    assertThat(left()).hasSize(1_200 - 120).startsWith(120);
    assertThat(read).isEqualTo(120);
  }

  @Test
  void whatIsDamagedStopsNoSweep() {
    store.put(batch(0), new byte[] {1, 2, 3});
    store.put(batch(1), time(START));

    sweepAll(new FinishedBatches(store, START), START.plus(FinishedBatches.KEPT).plusSeconds(1));

    assertThat(left()).containsExactly(0);
  }

  @Test
  void aBatchThatEndedAgainIsKeptFromThenOn() {
    finish(1, START);
    finish(1, START.plus(Duration.ofDays(10)));
    FinishedBatches finished = new FinishedBatches(store, START);

    sweepAll(finished, START.plus(FinishedBatches.KEPT).plus(Duration.ofDays(1)));
    assertThat(left()).containsExactly(1);
    sweepAll(finished, START.plus(FinishedBatches.KEPT).plus(Duration.ofDays(11)));

    assertThat(left()).isEmpty();
    assertThat(store.approximateNumEntries()).isEqualTo(1);
  }
}
