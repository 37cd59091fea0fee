package peal.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a webhook has been told what happened in one lane. What is told again after a failure has
 * the same id.
 *
 * @param webhook its id
 * @param lane whose events
 * @param offset where the next one lies in the lane's log
 * @param begun with which beginning of the webhook that was counted
 * @param tries up to which try it was looked at
 * @param failing what keeps it from going on, or null
 * @param pausedAt when it was given up, or null; nothing is sent until somebody tries again
 * @param missedBefore when events were last found to be no longer kept, or null
 * @param recent the last deliveries, newest first, at most {@value #RECENT}
 */
public record WebhookProgress(
    String webhook,
    Lane lane,
    long offset,
    int begun,
    int tries,
    Failing failing,
    Instant pausedAt,
    Instant missedBefore,
    List<Delivery> recent) {
  /** How many deliveries are remembered. */
  public static final int RECENT = 10;

  /** How long is tried. */
  public static final Duration TRIED_FOR = Duration.ofHours(24);

  /** Longest time between two tries. */
  public static final Duration LONGEST_GAP = Duration.ofMinutes(5);

  /** Longest time that a receiver may ask to be left alone. */
  public static final Duration LONGEST_REST = Duration.ofHours(1);

  private static final int GONE = 410;

  /**
   * Why nothing goes on.
   *
   * @param since when the first try failed
   * @param times how many have
   * @param nextAt when the next one is
   */
  public record Failing(Instant since, int times, Instant nextAt) {}

  /**
   * One try.
   *
   * @param event the event's id
   * @param type as the API writes it
   * @param at when
   * @param status HTTP status; 0 where there was none
   * @param fault what was wrong, for people, or null
   * @param millis how long it took, ms
   */
  public record Delivery(
      String event, String type, Instant at, int status, String fault, long millis) {
    /** Whether the receiver has taken it. */
    public boolean taken() {
      return status / 100 == 2;
    }
  }

  /** Copies the list. */
  public WebhookProgress {
    recent = recent == null ? List.of() : List.copyOf(recent);
  }

  /** Of a webhook that is told from {@code offset} on. */
  public static WebhookProgress begin(Webhook webhook, Lane lane, long offset) {
    return new WebhookProgress(
        webhook.id(), lane, offset, webhook.begun(), webhook.tries(), null, null, null, List.of());
  }

  /** The key on the topic: workspace, webhook, and the lane's index. */
  public String key() {
    return lane.workspace() + "/" + webhook + "/" + lane.index();
  }

  /** Whether it is given up, and nobody has asked to try again. */
  public boolean paused(Webhook now) {
    return pausedAt != null && now.tries() <= tries;
  }

  /** When it may go on; {@link Instant#EPOCH} for at once. */
  public Instant nextAt(Webhook now) {
    return failing == null || now.tries() > tries ? Instant.EPOCH : failing.nextAt();
  }

  /** All before {@code next} has been taken, or nobody wanted it. */
  public WebhookProgress taken(long next, List<Delivery> deliveries, Webhook now) {
    return new WebhookProgress(
        webhook, lane, next, begun, now.tries(), null, null, missedBefore, with(deliveries));
  }

  /**
   * What lies at {@code next} was not taken, or not all of it.
   *
   * @param rest how long the receiver asks to be left alone, or zero
   */
  public WebhookProgress failed(
      long next, List<Delivery> deliveries, Duration rest, Instant at, Webhook now) {
    boolean again = failing != null && now.tries() <= tries && next <= offset;
    Instant since = again ? failing.since() : at;
    int times = again ? failing.times() + 1 : 1;
    boolean gone = deliveries.stream().anyMatch(delivery -> delivery.status() == GONE);
    boolean over = gone || !at.isBefore(since.plus(TRIED_FOR));
    Failing state = new Failing(since, times, at.plus(gap(times, rest)));
    return new WebhookProgress(
        webhook,
        lane,
        next,
        begun,
        now.tries(),
        state,
        over ? at : null,
        missedBefore,
        with(deliveries));
  }

  /** What lay before {@code first} is no longer kept. */
  public WebhookProgress missed(long first, Instant at) {
    return new WebhookProgress(webhook, lane, first, begun, tries, failing, pausedAt, at, recent);
  }

  /**
   * 2 s, then twice as long each time, up to {@link #LONGEST_GAP}; longer where it is asked for.
   */
  static Duration gap(int times, Duration rest) {
    Duration asked = rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    Duration own = Duration.ofSeconds(1L << Math.min(times, 20));
    Duration bound = own.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : own;
    return bound.compareTo(asked) > 0 ? bound : asked;
  }

  private List<Delivery> with(List<Delivery> newest) {
    List<Delivery> all = new ArrayList<>(newest.reversed());
    all.addAll(recent);
    return all.subList(0, Math.min(RECENT, all.size()));
  }
}
