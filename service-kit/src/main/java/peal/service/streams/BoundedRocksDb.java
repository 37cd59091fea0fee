package peal.service.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one memtable budget for every store of the process, instead of 50 MB and 48
 * MB for each: with tens of stores the defaults would take gigabytes outside the heap.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long CACHE_BYTES = 96L << 20;
  private static final long MEMTABLE_BYTES = 64L << 20;
  private static final long MEMTABLE_BYTES_PER_STORE = 8L << 20;

  // Shared by every store and never closed: they live as long as the process.
  private static final Cache CACHE = new LRUCache(CACHE_BYTES);
  private static final WriteBufferManager MEMTABLES = new WriteBufferManager(MEMTABLE_BYTES, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
    tables.setBlockCache(CACHE);
    tables.setCacheIndexAndFilterBlocks(true);
    tables.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(tables);
    options.setWriteBufferManager(MEMTABLES);
    options.setWriteBufferSize(MEMTABLE_BYTES_PER_STORE);
  }

  @Override
  public void close(String storeName, Options options) {
    // Nothing of this store's own was made.
  }
}
