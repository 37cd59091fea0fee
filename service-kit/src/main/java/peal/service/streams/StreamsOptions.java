package peal.service.streams;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What differs from one Streams application to the next.
 *
 * @param id application id: the group, and the prefix of internal topics
 * @param stateDir where its stores live; what is in it can be rebuilt from Kafka
 * @param threads stream threads, at least 1
 * @param standbys standby copies of each store; has effect from two instances on
 * @param commitMillis time between commits, ms; each hop costs about one
 * @param transactionMillis longest life of a transaction, ms, above {@code commitMillis}
 * @param memory what its stores may take
 * @param address {@code host:port} at which other instances reach this one
 */
public record StreamsOptions(
    String id,
    Path stateDir,
    int threads,
    int standbys,
    int commitMillis,
    int transactionMillis,
    Memory memory,
    Optional<String> address) {

  /**
   * Bounds of memory, all stores of the application together.
   *
   * @param cacheMegabytes heap that may hold what changed between commits, MB
   * @param rocksMegabytes native memory of RocksDB, MB
   */
  public record Memory(int cacheMegabytes, int rocksMegabytes) {
    /** Refuses bounds that RocksDB could not keep. */
    public Memory {
      check(cacheMegabytes >= 1, "cacheMegabytes must be at least 1");
      check(rocksMegabytes >= 16, "rocksMegabytes must be at least 16");
    }
  }

  /** Refuses values out of range, naming them. */
  public StreamsOptions {
    check(threads >= 1, "threads must be at least 1");
    check(standbys >= 0, "standbys must not be negative");
    check(commitMillis >= 1, "commitMillis must be at least 1");
    check(transactionMillis > commitMillis, "transactionMillis must be above commitMillis");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
