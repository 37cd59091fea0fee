package peal.domain;

import java.time.Instant;
import java.util.Map;

/**
 * What dispatch asks of any worker.
 *
 * @param attempt the attempt; the carrier's idempotency key
 * @param lane the lane that decided it, and that its events go back to
 * @param kind dial it, ask the carrier about it, or hang it up
 * @param number whom to dial, or whom it was to dial; null in questions of old
 * @param agent the agent as of the batch's start; null unless {@code kind} is DIAL
 * @param variables the row's columns; empty unless {@code kind} is DIAL
 * @param slotAt when the pace lets it be dialed; not before. In a question about an attempt that
 *     nobody has heard of, from when it may have been placed, else null
 * @param dialBy after this it must not be dialed any more; in such a question, until when
 * @param spacingMicros smallest distance between two dials of the lane, µs; a worker that is late
 *     keeps it too
 * @param carrier which carrier; null for the worker's default
 * @param from the number that is shown; null in a dial, whose agent has it
 * @param providerRef the carrier's own id of the call, where it is known
 * @param suppressionsSeen of a dial: the offset of the lane's last record of do-not-call entries
 *     that its decision knew of; null where it knew of none, as in requests of old
 * @param revision of a dial: by which revision of its batch's plan it was decided; null in requests
 *     of old
 */
public record DialRequest(
    AttemptId attempt,
    Lane lane,
    Kind kind,
    PhoneNumber number,
    CallingAgent agent,
    Map<String, String> variables,
    Instant slotAt,
    Instant dialBy,
    long spacingMicros,
    String carrier,
    PhoneNumber from,
    String providerRef,
    Long suppressionsSeen,
    Integer revision) {
  /** What is asked of the worker. */
  public enum Kind {
    /** Place the call between slotAt and dialBy, or say NotDialed. */
    DIAL,
    /** Find the attempt at the carrier and report its state. */
    ASK,
    /** End the attempt at the carrier. */
    HANG_UP,
    /** End it unless somebody has picked up: it waits in the carrier's own queue. */
    WITHDRAW
  }

  /** Refuses a dial without a window or an agent. */
  public DialRequest {
    if (attempt == null || lane == null || kind == null) {
      throw new IllegalArgumentException("a request has an attempt, a lane and a kind");
    }
    if (kind == Kind.DIAL && (number == null || agent == null || dialBy.isBefore(slotAt))) {
      throw new IllegalArgumentException("a dial has a number, an agent and slotAt <= dialBy");
    }
    variables = variables == null ? Map.of() : Map.copyOf(variables);
  }

  /** A request of which nobody says what its decision knew. */
  public DialRequest(
      AttemptId attempt,
      Lane lane,
      Kind kind,
      PhoneNumber number,
      CallingAgent agent,
      Map<String, String> variables,
      Instant slotAt,
      Instant dialBy,
      long spacingMicros,
      String carrier,
      PhoneNumber from,
      String providerRef) {
    this(
        attempt,
        lane,
        kind,
        number,
        agent,
        variables,
        slotAt,
        dialBy,
        spacingMicros,
        carrier,
        from,
        providerRef,
        null,
        null);
  }

  /** A request to the carrier that its agent's number names. */
  public DialRequest(
      AttemptId attempt,
      Lane lane,
      Kind kind,
      PhoneNumber number,
      CallingAgent agent,
      Map<String, String> variables,
      Instant slotAt,
      Instant dialBy,
      long spacingMicros) {
    this(
        attempt,
        lane,
        kind,
        number,
        agent,
        variables,
        slotAt,
        dialBy,
        spacingMicros,
        agent == null ? null : agent.carrier(),
        null,
        null);
  }

  /** The same, decided by {@code planRevision} with entries up to {@code seen} in view. */
  public DialRequest knowing(Long seen, int planRevision) {
    return new DialRequest(
        attempt,
        lane,
        kind,
        number,
        agent,
        variables,
        slotAt,
        dialBy,
        spacingMicros,
        carrier,
        from,
        providerRef,
        seen,
        planRevision);
  }

  /** Asks what became of {@code attempt}. */
  public static DialRequest ask(AttemptId attempt, Lane lane) {
    return new DialRequest(attempt, lane, Kind.ASK, null, null, Map.of(), null, null, 0);
  }

  /** Ends {@code attempt}. */
  public static DialRequest hangUp(AttemptId attempt, Lane lane) {
    return new DialRequest(attempt, lane, Kind.HANG_UP, null, null, Map.of(), null, null, 0);
  }
}
