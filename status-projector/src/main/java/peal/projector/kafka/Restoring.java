package peal.projector.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which stores of active tasks are being rebuilt from their changelogs. Thread-safe. */
final class Restoring implements StateRestoreListener {
  private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

  private final Set<TopicPartition> changelogs = ConcurrentHashMap.newKeySet();

  /** Whether a store of {@code partition} is incomplete. */
  boolean holds(int partition) {
    return changelogs.stream().anyMatch(changelog -> changelog.partition() == partition);
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
    changelogs.add(changelog);
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long offset, long count) {
    LOG.debug("{} of partition {}: {} more.", store, changelog.partition(), count);
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long total) {
    changelogs.remove(changelog);
    LOG.info("{} of partition {} restored: {} records.", store, changelog.partition(), total);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
    changelogs.remove(changelog);
  }
}
