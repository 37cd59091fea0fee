package peal.domain.dispatch;

import java.time.Instant;
import java.util.Optional;
import peal.domain.PausedBy;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.PauseApplied;

/** What clients want of a batch that goes on: none of it for now, or by another plan. */
final class BatchWishes {
  private BatchWishes() {}

  /**
   * The newest wish counts: lanes may read two that were said at once in different order, or read
   * all of them again. Said again when it is asked again: whoever asks waits to hear it.
   *
   * @param by what another lane found; null for a client's wish
   */
  static void pause(
      LaneBook book,
      BatchCommand wish,
      boolean paused,
      PausedBy by,
      Instant now,
      Decisions decisions) {
    Optional<BatchProgress> known = book.progress(wish.batch());
    if (known.isEmpty() || known.get().swept()) {
      return;
    }
    BatchProgress heard =
        known.get().heardLaterThan(wish.at())
            ? known.get()
            : known.get().paused(paused, wish.at(), by);
    book.put(heard);
    decisions.say(
        new PauseApplied(wish.batch(), now, heard.paused(), heard.pauseAsOf(), heard.pausedBy()));
  }

  /**
   * Takes the revision that follows the one it has, so that lanes which read two changes in
   * different order cannot differ: the gateway asks one lane first. What came before the opening is
   * kept, and answered when that comes.
   */
  static void change(LaneBook book, BatchChanged wish, Instant now, Decisions decisions) {
    BatchProgress known = Dispatch.progressOf(book, wish.batch(), now);
    if (known.swept()) {
      return;
    }
    boolean follows = wish.change().revision() == known.revision() + 1;
    BatchProgress heard = follows ? known.changed(wish.change()) : known;
    book.put(heard);
    if (book.outline(wish.batch()).isPresent()) {
      sayChange(heard, now, decisions);
    }
  }

  static void sayChange(BatchProgress progress, Instant now, Decisions decisions) {
    if (progress.change() != null) {
      decisions.say(new ChangeApplied(progress.batch(), now, progress.change()));
    }
  }
}
