package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import peal.domain.CallId;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.OpenCall.HeldBack;

/**
 * A number is rung for one call at a time, whatever batches and single calls want it: two that ring
 * at once meet each other's busy line, and whoever picks up is called twice. All calls to a number
 * are in one lane, so it knows. What must wait lies in the batch's own queue, on disk.
 */
final class NumbersInUse {
  /** A call that found its number in use is tried again so much later. */
  static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  /**
   * A batch that finds so many in a row leaves its turns to others for a while: each costs as much
   * as a dial, and a file may have one number a million times.
   */
  static final int MOST_IN_A_ROW = 50;

  private static final Duration BATCH_RESTS = Duration.ofSeconds(1);

  private NumbersInUse() {}

  /** Whether a call that was taken out of its queue must wait; it is back in it then. */
  static boolean keep(LaneBook book, CallId id, QueuedCall call, Instant now) {
    if (!isInUse(book, call.number())) {
      return false;
    }
    book.queueCallback(now.plus(AGAIN_AFTER), id, call);
    book.foundInUse(id.batch(), now.plus(BATCH_RESTS));
    return true;
  }

  /** As the other method, of a call that had lost its slot; its attempt stays its own. */
  static boolean keep(LaneBook book, HeldBack call, Instant now) {
    if (!isInUse(book, call.call().number())) {
      return false;
    }
    book.put(call.lookedAt(now.plus(AGAIN_AFTER)));
    book.foundInUse(call.attempt().call().batch(), now.plus(BATCH_RESTS));
    return true;
  }

  private static boolean isInUse(LaneBook book, PhoneNumber number) {
    return book.openCalls(number).stream().anyMatch(call -> !(call instanceof HeldBack));
  }
}
