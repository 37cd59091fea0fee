package peal.dialer.dispatch;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.QueuedCall;
import peal.topics.EnvelopeSerde;

/**
 * The stores of one dispatch task. {@code lanes}, {@code terms}, {@code progress} and {@code open}
 * are small and read whole when the task starts; {@code fresh} and {@code callbacks} hold what
 * waits and are only ever asked for their first entry. {@code origins} tells of each batch which
 * request it came with; no rule reads it.
 */
record DispatchStores(
    KeyValueStore<String, LaneState> lanes,
    KeyValueStore<Bytes, BatchTerms> terms,
    KeyValueStore<Bytes, BatchProgress> progress,
    KeyValueStore<Bytes, OpenCall> open,
    KeyValueStore<Bytes, QueuedCall> fresh,
    KeyValueStore<Bytes, QueuedCall> callbacks,
    KeyValueStore<Bytes, String> origins) {
  private static final String LANES = "dispatch-lanes";
  private static final String TERMS = "dispatch-terms";
  private static final String PROGRESS = "dispatch-progress";
  private static final String OPEN = "dispatch-open";
  private static final String FRESH = "dispatch-fresh";
  private static final String CALLBACKS = "dispatch-callbacks";
  private static final String ORIGINS = "dispatch-origins";

  /** How the stores are made. */
  static List<StoreBuilder<?>> builders() {
    return List.of(
        // Written for every row and every dial: the cache keeps one write per commit.
        store(LANES, Serdes.String(), LaneState.class).withCachingEnabled(),
        store(PROGRESS, Serdes.Bytes(), BatchProgress.class).withCachingEnabled(),
        store(TERMS, Serdes.Bytes(), BatchTerms.class),
        store(OPEN, Serdes.Bytes(), OpenCall.class),
        store(FRESH, Serdes.Bytes(), QueuedCall.class),
        store(CALLBACKS, Serdes.Bytes(), QueuedCall.class),
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(ORIGINS), Serdes.Bytes(), Serdes.String())
            .withCachingDisabled());
  }

  static DispatchStores of(ProcessorContext<?, ?> context) {
    return new DispatchStores(
        context.getStateStore(LANES),
        context.getStateStore(TERMS),
        context.getStateStore(PROGRESS),
        context.getStateStore(OPEN),
        context.getStateStore(FRESH),
        context.getStateStore(CALLBACKS),
        context.getStateStore(ORIGINS));
  }

  private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(
      String name, Serde<K> keys, Class<V> values) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), keys, EnvelopeSerde.of(values, 1))
        .withCachingDisabled();
  }
}
