package peal.service.kafka;

/**
 * How soon a consumer group notices that a member is dead. A share of a dead member is taken over
 * within the session, a heartbeat and the rebalance, about eleven seconds at most; a member that is
 * paused for longer than the session is believed dead, which costs a rebalance and nothing else.
 */
public final class GroupTimes {
  /** Silence after which a member is believed dead, ms; brokers allow no less than 6,000. */
  public static final int SESSION_MILLIS = 8_000;

  /** Between two signs of life, ms; the others hear with theirs that the group changes. */
  public static final int HEARTBEAT_MILLIS = 2_000;

  private GroupTimes() {}
}
