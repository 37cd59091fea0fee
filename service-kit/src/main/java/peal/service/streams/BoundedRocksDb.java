package peal.service.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one memtable budget for all stores of an application, instead of 50 MB and 48
 * MB for each: with tens of stores the defaults would take gigabytes outside the heap.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** Streams setting that holds the budget: block cache and memtables together, bytes. */
  static final String BYTES = "peal.rocksdb.bytes";

  private static final long MEMTABLE_BYTES_PER_STORE = 4L << 20;

  /** By application; never closed, for its stores may be opened again as long as we live. */
  private static final Map<String, Shared> SHARED = new ConcurrentHashMap<>();

  private record Shared(Cache cache, WriteBufferManager memtables) {
    /** Half of the budget may be memtables; they are charged to the cache. */
    static Shared of(long bytes) {
      Cache cache = new LRUCache(bytes);
      return new Shared(cache, new WriteBufferManager(bytes / 2, cache));
    }
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    long bytes = ((Number) configs.get(BYTES)).longValue();
    String application = (String) configs.get(StreamsConfig.APPLICATION_ID_CONFIG);
    Shared shared = SHARED.computeIfAbsent(application, id -> Shared.of(bytes));
    BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
    tables.setBlockCache(shared.cache());
    tables.setCacheIndexAndFilterBlocks(true);
    tables.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(tables);
    options.setWriteBufferManager(shared.memtables());
    options.setWriteBufferSize(MEMTABLE_BYTES_PER_STORE);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {
    // Nothing of this store's own was made.
  }
}
