package peal.projector.fold;

import peal.domain.CallStatus;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallEvent.BatchFinished;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.BatchTripped;
import peal.domain.event.CallEvent.CallHeld;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.LateOptOut;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.CallEvent.PauseApplied;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallEvent.Report;

/**
 * What a record changed of what is shown of its call. A repeat, and what comes after the attempt
 * was settled, changes nothing: so the changes of a call are in order, whatever order the reports
 * came in.
 */
public enum Change {
  /** Nothing that anybody is told of. */
  NONE('-'),
  /** The carrier has an attempt. */
  DIALING('d'),
  /** As {@link #DIALING}, the first of the batch in this lane. */
  FIRST_DIALING('D'),
  /** Somebody, or a machine, picked up. */
  CONNECTED('c'),
  /** As {@link #CONNECTED}, the first of the batch in this lane that is heard of. */
  FIRST_CONNECTED('C'),
  /** The batch has been dialed for the first time in this lane; of the call nothing is told. */
  STARTED('s'),
  /** An attempt failed, and the call is due again. */
  DUE_AGAIN('r'),
  /** Nothing that is shown, but whoever was called wants no more, which dispatch heard late. */
  OPTED_OUT('o'),
  /** The call has ended for ever. */
  ENDED('e'),
  /** As {@link #ENDED}, the last of the batch in this lane. */
  LAST_ENDED('E');

  private final char letter;

  Change(char letter) {
    this.letter = letter;
  }

  /**
   * What {@code event} changes.
   *
   * @param first whether with it the batch has been dialed for the first time in its lane
   * @param last whether with it nothing more can happen to the batch in its lane
   */
  static Change by(CallEvent event, CallView before, CallView after, boolean first, boolean last) {
    Change change = by(event, before, after, last);
    if (!first) {
      return change;
    }
    // Any report may be the first to come.
    return switch (change) {
      case DIALING -> FIRST_DIALING;
      case CONNECTED -> FIRST_CONNECTED;
      case NONE -> STARTED;
      case OPTED_OUT, FIRST_DIALING, FIRST_CONNECTED, STARTED, DUE_AGAIN, ENDED, LAST_ENDED ->
          change;
    };
  }

  private static Change by(CallEvent event, CallView before, CallView after, boolean last) {
    return switch (event) {
      case Dialing e ->
          isOut(e, after)
                  && !before.trail().hasShown(DIALING, FIRST_DIALING, CONNECTED, FIRST_CONNECTED)
              ? DIALING
              : NONE;
      case Connected e ->
          isOut(e, after) && !before.trail().hasShown(CONNECTED, FIRST_CONNECTED)
              ? CONNECTED
              : NONE;
      case CallbackScheduled e ->
          after.closed() > before.closed() && after.status() == CallStatus.WAITING
              ? DUE_AGAIN
              : NONE;
      case CallSettled e -> after == before ? NONE : last ? LAST_ENDED : ENDED;
      case Progress e -> NONE;
      case CallHeld e -> NONE;
      case Ended e -> NONE;
      case NotDialed e -> NONE;
      case NeverHeardOf e -> NONE;
      // Of no single call.
      case BatchStopped e -> NONE;
      case PauseApplied e -> NONE;
      case BatchFinished e -> NONE;
      case LateOptOut e -> OPTED_OUT;
      case ChangeApplied e -> NONE;
      case BatchTripped e -> NONE;
      case NumberSuppressed e -> NONE;
      case BatchExpired e -> NONE;
    };
  }

  private static boolean isOut(Report report, CallView call) {
    return call.status() == CallStatus.ACTIVE && report.attempt().number() > call.closed();
  }

  char letter() {
    return letter;
  }

  static Change of(char letter) {
    for (Change change : values()) {
      if (change.letter == letter) {
        return change;
      }
    }
    // Of a later version, which tells of more.
    return NONE;
  }
}
