package peal.broker;

import java.time.Duration;
import java.util.List;

/** Waits until brokers serve: they answer a metadata request and see each other. */
final class Readiness {
  private static final long PAUSE_MILLIS = 10;
  private static final int ANSWER_MILLIS = 1_000;

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
    for (BrokerProcess broker : brokers) {
      while (!serves(broker.plan())) {
        pause();
      }
    }
  }

  private boolean serves(NodePlan plan) {
    return MetadataRequests.ask(plan.ports(), ANSWER_MILLIS)
        // Another broker may have taken the port in between.
        .filter(answer -> plan.clusterId().equals(answer.clusterId()))
        .filter(answer -> answer.brokers().size() >= brokers.size())
        .isPresent();
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
