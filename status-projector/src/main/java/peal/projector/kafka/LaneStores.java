package peal.projector.kafka;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of a lane's partition, to read. */
record LaneStores(
    ReadOnlyKeyValueStore<Bytes, byte[]> calls,
    ReadOnlyKeyValueStore<Bytes, byte[]> batches,
    ReadOnlyKeyValueStore<Bytes, byte[]> blocks,
    ReadOnlyKeyValueStore<Bytes, byte[]> doNotCall) {}
