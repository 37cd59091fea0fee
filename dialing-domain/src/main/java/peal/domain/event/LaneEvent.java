package peal.domain.event;

import java.time.Instant;

/** Anything that happens in a lane. The lane itself is the record's key. */
public sealed interface LaneEvent permits BatchCommand, CallQueued, CallEvent, Suppression {
  /** When it happened, by the clock of whoever wrote it; millisecond precision. */
  Instant at();
}
