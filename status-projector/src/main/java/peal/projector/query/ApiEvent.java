package peal.projector.query;

import java.time.Instant;
import peal.domain.BatchId;
import peal.domain.EventType;
import peal.domain.Outcome;
import peal.domain.PausedBy;

/**
 * Something that a customer is told.
 *
 * @param id the same whenever it is told, and no other event's
 * @param type what
 * @param at when it was seen or decided
 * @param batch the batch, or the one that a single call is kept as
 * @param call the call as it stands now, or null where it is about the batch
 * @param attempt the dial that it is about, or how many there were; null likewise
 * @param outcome how that dial ended, where the call is due again; else null
 * @param dueAt when it is, likewise
 * @param lane index of the lane that says so
 * @param pausedBy why the batch is paused, where no client wanted it; else null
 */
public record ApiEvent(
    String id,
    EventType type,
    Instant at,
    BatchId batch,
    LaneCall call,
    Integer attempt,
    Outcome outcome,
    Instant dueAt,
    int lane,
    PausedBy pausedBy) {
  private static final int FRAME = 300;

  /** About a whole batch, as the lane of that index says. */
  public static ApiEvent of(BatchId batch, EventType type, Instant at, String suffix, int lane) {
    String id = "evt_" + batch.token() + "-" + suffix;
    return new ApiEvent(id, type, at, batch, null, null, null, null, lane, null);
  }

  /** The same, where a batch is paused by {@code why}. */
  public ApiEvent pausedBy(PausedBy why) {
    return new ApiEvent(id, type, at, batch, call, attempt, outcome, dueAt, lane, why);
  }

  /** About one call. */
  public static ApiEvent of(LaneCall call, EventType type, Instant at, int attempt, String suffix) {
    return of(call, type, at, attempt, suffix, null, null);
  }

  /** About one call that is due again. */
  public static ApiEvent of(
      LaneCall call,
      EventType type,
      Instant at,
      int attempt,
      String suffix,
      Outcome outcome,
      Instant dueAt) {
    String of = call.id().token() + "-" + call.id().lane() + "-" + call.id().row();
    String id = "evt_" + of + "-" + attempt + "-" + suffix;
    return new ApiEvent(
        id, type, at, call.id().batch(), call, attempt, outcome, dueAt, call.id().lane(), null);
  }

  /** About how many bytes it takes as JSON. */
  public long bytes() {
    return FRAME + (call == null ? 0 : call.bytes());
  }
}
