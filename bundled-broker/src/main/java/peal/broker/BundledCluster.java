package peal.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Several real brokers on one machine, for tests that lose one: three copies of every record, two
 * of which acknowledge it, where there are at least three nodes.
 *
 * <p>Nodes count from 1. All of them are brokers and controllers. Thread-safe.
 */
public final class BundledCluster implements AutoCloseable {
  private final List<BrokerProcess> nodes;

  private BundledCluster(List<BrokerProcess> nodes) {
    this.nodes = nodes;
  }

  /** As {@link #start(Path, int, BrokerOptions)} with the default options and a smaller heap. */
  public static BundledCluster start(Path folder, int size) {
    return start(folder, size, BrokerOptions.DEFAULT.withHeap("192m"));
  }

  /**
   * Starts {@code size} nodes in folders of their own below {@code folder} and waits until they
   * serve and see each other.
   *
   * @param size number of nodes, from 1; the same as at the first start on this folder
   * @throws IllegalStateException when they do not serve in time; quotes the end of a log
   */
  public static BundledCluster start(Path folder, int size, BrokerOptions options) {
    BundledCluster cluster =
        new BundledCluster(
            plans(folder, size, options).stream()
                .map(BrokerProcess::launch)
                .collect(Collectors.toCollection(ArrayList::new)));
    try {
      await(cluster.nodes, options.startWithin());
      return cluster;
    } catch (RuntimeException e) {
      cluster.nodes.forEach(BrokerProcess::kill);
      throw e;
    }
  }

  private static List<NodePlan> plans(Path folder, int size, BrokerOptions options) {
    List<Path> folders =
        IntStream.rangeClosed(1, size).mapToObj(i -> folder.resolve("node-" + i)).toList();
    List<Optional<NodeFile>> kept = folders.stream().map(NodeFile::read).toList();
    String clusterId =
        kept.stream()
            .flatMap(Optional::stream)
            .findFirst()
            .map(NodeFile::clusterId)
            .orElseGet(() -> Uuid.randomUuid().toString());
    List<Ports> ports =
        kept.stream()
            .map(file -> file.map(NodeFile::ports).filter(Ports::free).orElseGet(Ports::anyFree))
            .toList();
    List<NodePlan> plans = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      new NodeFile(clusterId, ports.get(i)).write(folders.get(i));
      plans.add(new NodePlan(folders.get(i), i + 1, clusterId, ports, options));
    }
    return plans;
  }

  private static void await(List<BrokerProcess> brokers, Duration within) {
    try {
      Readiness.await(brokers, within);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the brokers started", e);
    }
  }

  /** Every node's {@code host:port}, for clients. */
  public synchronized String bootstrapServers() {
    return nodes.stream()
        .map(node -> node.plan().ports().bootstrap())
        .collect(Collectors.joining(","));
  }

  /** Number of nodes, dead ones included. */
  public synchronized int size() {
    return nodes.size();
  }

  /** Ends a node as a crash would; its data stay. */
  public synchronized void kill(int node) {
    nodes.get(node - 1).kill();
  }

  /** Freezes a node. */
  public synchronized void pause(int node) {
    nodes.get(node - 1).pause();
  }

  /** Lets a frozen node go on. */
  public synchronized void resume(int node) {
    nodes.get(node - 1).resume();
  }

  /**
   * Stops a node if it runs, starts it again on its data and its ports, and waits until the nodes
   * that run see one another. No other node may be paused meanwhile.
   *
   * @throws IllegalStateException when it does not come back in time
   */
  public synchronized void restart(int node) {
    BrokerProcess old = nodes.get(node - 1);
    old.stop();
    nodes.set(node - 1, BrokerProcess.launch(old.plan()));
    await(nodes.stream().filter(BrokerProcess::alive).toList(), old.plan().options().startWithin());
  }

  /**
   * Ends a node as a crash would, deletes everything that it had on its disk, and starts it again
   * as a new machine with the old name. Records are safe as long as the others hold copies: wait
   * until every partition is in sync before the next node is harmed.
   *
   * @throws IllegalStateException when it does not come back in time
   * @throws UncheckedIOException when its files cannot be deleted
   */
  public synchronized void wipe(int node) {
    BrokerProcess old = nodes.get(node - 1);
    old.kill();
    try {
      Trees.delete(old.plan().logs());
    } catch (IOException e) {
      throw new UncheckedIOException("the disk of node " + node + " cannot be wiped", e);
    }
    restart(node);
  }

  /** Stops every node in order. Idempotent. */
  @Override
  public synchronized void close() {
    // All at once: the last ones of a quorum that is gone would wait for it in vain.
    List<Thread> stops = nodes.stream().map(node -> Thread.ofPlatform().start(node::stop)).toList();
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        nodes.forEach(BrokerProcess::kill);
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
