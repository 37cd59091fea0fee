package peal.projector.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write buffer budget for all stores of the process. By default each store
 * of each partition has its own, which adds up to gigabytes.
 */
public final class BoundedRocksMemory implements RocksDBConfigSetter {
  /** Streams setting that holds the budget: block cache and memtables together, bytes. */
  static final String BYTES = "peal.rocksdb.bytes";

  private static final long WRITE_BUFFER = 4L << 20;

  private static Cache cache;
  private static WriteBufferManager writeBuffers;

  @Override
  public void setConfig(String store, Options options, Map<String, Object> settings) {
    share(((Number) settings.get(BYTES)).longValue());
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER);
    options.setMaxWriteBufferNumber(2);
  }

  /** Half of the budget may be memtables; they are charged to the cache. */
  private static synchronized void share(long bytes) {
    if (cache == null) {
      cache = new LRUCache(bytes);
      writeBuffers = new WriteBufferManager(bytes / 2, cache);
    }
  }

  /** Nothing here belongs to one store. */
  @Override
  public void close(String store, Options options) {}
}
