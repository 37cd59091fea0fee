package peal.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;

/** Waits until brokers serve: they answer {@code describeCluster} and see each other. */
final class Readiness {
  private static final long PAUSE_MILLIS = 50;

  private final List<BrokerProcess> brokers;
  private final long deadline;

  private Readiness(List<BrokerProcess> brokers, Duration within) {
    this.brokers = brokers;
    this.deadline = System.nanoTime() + within.toNanos();
  }

  /**
   * Blocks until all of {@code brokers}, which are of one cluster, serve and see one another.
   *
   * @throws NotReady when a process ends or {@code within} passes; quotes the end of its log
   */
  static void await(List<BrokerProcess> brokers, Duration within) throws InterruptedException {
    new Readiness(brokers, within).await();
  }

  private void await() throws InterruptedException {
    // An admin client that finds nobody listening complains in the log of its own process.
    for (BrokerProcess broker : brokers) {
      while (!listening(broker.plan().ports())) {
        pause();
      }
    }
    for (BrokerProcess broker : brokers) {
      try (Admin admin = Admin.create(settings(broker))) {
        while (!serves(admin, broker.plan())) {
          pause();
        }
      }
    }
  }

  private static Map<String, Object> settings(BrokerProcess broker) {
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        broker.plan().ports().bootstrap(),
        AdminClientConfig.CLIENT_ID_CONFIG,
        "broker-start",
        "enable.metrics.push",
        "false");
  }

  private static boolean listening(Ports ports) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.HOST, ports.client()), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean serves(Admin admin, NodePlan plan) throws InterruptedException {
    DescribeClusterResult cluster = admin.describeCluster();
    long end = Math.min(deadline, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
    while (true) {
      try {
        return cluster.nodes().get(PAUSE_MILLIS, TimeUnit.MILLISECONDS).size() >= brokers.size()
            // Another broker may have taken the port in between.
            && plan.clusterId()
                .equals(cluster.clusterId().get(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        check();
        if (System.nanoTime() > end) {
          return false;
        }
      } catch (ExecutionException e) {
        return false;
      }
    }
  }

  private void pause() throws InterruptedException {
    check();
    Thread.sleep(PAUSE_MILLIS);
  }

  private void check() {
    for (BrokerProcess broker : brokers) {
      if (!broker.alive()) {
        throw new NotReady("the broker ended while it started", broker);
      }
      if (System.nanoTime() > deadline) {
        throw new NotReady("the broker did not serve in time", broker);
      }
    }
  }

  /** Why a broker does not serve. */
  static final class NotReady extends IllegalStateException {
    private static final long serialVersionUID = 1;
    private final boolean worthAnotherTry;

    private NotReady(String what, BrokerProcess broker) {
      super(what + "; its log, " + broker.log() + ", ends with:\n" + broker.lastWords());
      String words = getMessage();
      this.worthAnotherTry =
          words.contains("Address already in use") || words.contains("Failed to acquire lock");
    }

    /**
     * Whether somebody was faster at a port, or a broker that has lost its parent has not quite
     * left the folder yet.
     */
    boolean worthAnotherTry() {
      return worthAnotherTry;
    }
  }
}
