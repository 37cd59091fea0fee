package peal.dialer.dialing;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.kafka.KafkaClients;

/**
 * How far this worker's clock is ahead of Kafka's, asked once a minute. Of its nodes one can be
 * asked for its time: the active controller, which tells with the state of the quorum when it
 * caught up with itself, and that is now. No dial is decided by it; but brokers refuse records of
 * an hour ahead of their clock, and forget by it what is old. Where Kafka does not tell, for want
 * of a right or of a quorum, the offset is not a number. Thread-safe.
 */
final class BrokerClock implements AutoCloseable {
  /** Beyond this it is told in the log. */
  static final Duration BORNE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(BrokerClock.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Told told;
  private final Clocks clocks;
  private final Thread looking;
  private volatile double seconds = Double.NaN;

  /** Asks for the time of Kafka. */
  @FunctionalInterface
  interface Told {
    /** Its clock, ms since 1970. */
    long millis() throws ExecutionException, InterruptedException, TimeoutException;
  }

  /** Looks once, and then each minute until it is closed. */
  static BrokerClock of(KafkaClients clients, Clocks clocks, String name) {
    BrokerClock clock =
        new BrokerClock(
            () -> {
              try (Admin admin = clients.admin("clock-" + name)) {
                return millis(admin);
              }
            },
            clocks);
    clock.looking.start();
    return clock;
  }

  /** One that looks when it is told to. */
  BrokerClock(Told told, Clocks clocks) {
    this.told = told;
    this.clocks = clocks;
    this.looking = Thread.ofVirtual().name("broker-clock").unstarted(this::keepLooking);
  }

  /**
   * The time at the active controller.
   *
   * @throws IllegalStateException where the leader of the quorum is none of its voters
   */
  static long millis(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    QuorumInfo quorum =
        admin.describeMetadataQuorum().quorumInfo().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    return quorum.voters().stream()
        .filter(voter -> voter.replicaId() == quorum.leaderId())
        .flatMapToLong(leader -> leader.lastCaughtUpTimestamp().stream())
        .filter(millis -> millis > 0)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the quorum's leader does not tell its time"));
  }

  private void keepLooking() {
    try {
      while (true) {
        look();
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks now. The answer was under way for some time: half of it lies between both clocks. */
  void look() throws InterruptedException {
    Moment asked = clocks.now();
    try {
      long there = told.millis();
      long underWay = (clocks.nanos() - asked.nanos()) / 1_000_000;
      long ahead = asked.wall().toEpochMilli() + underWay / 2 - there;
      seconds = ahead / 1_000.0;
      if (Math.abs(ahead) > BORNE.toMillis() + underWay / 2) {
        LOG.warn(
            "The clock here is {} s ahead of Kafka's: set the clocks (NTP). Brokers refuse records"
                + " of an hour ahead, and forget what is old by their own clock.",
            seconds);
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      seconds = Double.NaN;
      LOG.debug("Kafka does not tell its time.", e);
    }
  }

  /** Above 0 the clock here is ahead, seconds; NaN while nobody told. */
  double seconds() {
    return seconds;
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
