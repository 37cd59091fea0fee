package peal.domain.dispatch;

import java.time.Instant;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.StopWhen;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;
import peal.domain.event.BatchCommand.BatchPaused;
import peal.domain.event.CallEvent.BatchTripped;
import peal.domain.event.CallEvent.PauseApplied;

/**
 * Batches that pause themselves when too many of their attempts fail: {@code stopWhen} of the API.
 * Attempts are counted as they end, and judged before the lane dials anybody else.
 */
final class FailingBatches {
  private FailingBatches() {}

  /**
   * The attempt of {@code open} is over. What ends while its batch is paused, or was dialed before
   * it was resumed, says nothing about how it goes on.
   */
  static void ended(LaneBook book, OpenCall open, Outcome outcome, Instant now) {
    BatchId batch = open.attempt().call().batch();
    StopWhen rule = book.plan(batch).stopWhen();
    if (rule == null) {
      return;
    }
    book.progress(batch)
        .filter(progress -> !progress.swept() && !progress.paused())
        .filter(progress -> !progress.heardLaterThan(slotOf(open, now)))
        .ifPresent(progress -> {
          book.put(progress.ended(rule.windowSeconds(), outcome.fails(), now));
          book.judgeSoon(batch);
        });
  }

  private static Instant slotOf(OpenCall open, Instant now) {
    return switch (open) {
      case Requested requested -> requested.slotAt();
      // Of old records nobody knows it.
      case Placed placed -> placed.dialedAt() == null ? now : placed.dialedAt();
      case HeldBack back -> now;
    };
  }

  /**
   * Pauses the batches of which too many attempts have failed, in every lane of their workspace.
   */
  static void judge(LaneBook book, LaneShare limits, Instant now, Decisions decisions) {
    for (BatchId batch : book.takeToJudge()) {
      book.progress(batch)
          .flatMap(progress -> verdict(book, progress, limits.lanes(), now))
          .ifPresent(why -> pause(book, batch, why, limits.lanes(), decisions));
    }
  }

  private static Optional<PausedBy> verdict(
      LaneBook book, BatchProgress progress, int lanes, Instant now) {
    StopWhen rule = book.plan(progress.batch()).stopWhen();
    // The newest wish counts: a pause would be none before a resume by a clock that is ahead.
    if (rule == null || progress.swept() || progress.paused() || progress.heardLaterThan(now)) {
      return Optional.empty();
    }
    RecentEnds recent = progress.recent(rule.windowSeconds()).at(now);
    return rule.trips(recent.failed(), recent.ended(), lanes)
        ? Optional.of(PausedBy.of(recent.failed(), recent.ended(), now))
        : Optional.empty();
  }

  /** Here at once; the other lanes are told as by a client. */
  private static void pause(
      LaneBook book, BatchId batch, PausedBy why, int lanes, Decisions decisions) {
    Instant asOf = why.at();
    book.progress(batch).ifPresent(before -> book.put(before.paused(true, asOf, why)));
    decisions.say(new BatchTripped(batch, why.at(), why.failureRate(), why.calls()));
    decisions.say(new PauseApplied(batch, why.at(), true, asOf, why));
    for (int index = 0; index < lanes; index++) {
      if (index != book.lane().index()) {
        Lane other = new Lane(book.lane().workspace(), index);
        decisions.command(other, new BatchPaused(batch, asOf, why));
      }
    }
  }
}
