package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.Story.at;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import peal.domain.BatchPlan;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.PlanRevision;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.Counts;
import peal.projector.fold.LaneFold;

class BatchSummaryTest {
  private static final Story FIRST = Story.of("b1", 0);
  private static final Story SECOND = Story.of("b1", 1);

  private final MemoryLanes memory = new MemoryLanes();
  private final Batches batches =
      new Batches(List.of(memory.reader(Story.lane(0)), memory.reader(Story.lane(1))));

  private void given(Story story, LaneEvent... events) {
    LaneFold fold = new LaneFold(memory);
    Stream.of(events).forEach(event -> fold.apply(Story.lane(story.lane()), event));
  }

  private BatchSummary batch() {
    return batches.find(FIRST.batch()).orElseThrow();
  }

  @Test
  void aBatchIsUnknownUntilALaneHasBeenToldOfIt() {
    given(SECOND, SECOND.row(1), SECOND.sealed(1));

    assertThat(batches.find(FIRST.batch())).isEqualTo(Optional.empty());

    given(FIRST, FIRST.opened(3, 2));

    assertThat(batch().counts()).isEqualTo(new Counts(3, 3, 0, 0, 0, 0));
  }

  @Test
  void itIsQueuedUntilSomethingIsDialed() {
    given(FIRST, FIRST.opened(2, 1), FIRST.sealed(1), FIRST.row(1));
    given(SECOND, SECOND.opened(2, 1), SECOND.sealed(1), SECOND.row(2));

    assertThat(batch().status()).isEqualTo(BatchStatus.QUEUED);

    given(SECOND, SECOND.dialing(2, 1, 5));

    assertThat(batch().status()).isEqualTo(BatchStatus.PROCESSING);
    assertThat(batch().startTime()).isEqualTo(at(5));
  }

  @Test
  void itIsProcessingWhileEveryCallWaitsForItsCallback() {
    given(FIRST, FIRST.opened(1, 1), FIRST.row(1), FIRST.dialing(1, 1, 5));

    given(FIRST, FIRST.callback(1, 1, 6, Outcome.BUSY, 66));

    assertThat(batch().status()).isEqualTo(BatchStatus.PROCESSING);
  }

  @Test
  void itIsCompletedOnlyWhenEveryLaneIsSealedAndDone() {
    given(FIRST, FIRST.opened(1, 1), FIRST.sealed(1), FIRST.row(1));
    given(FIRST, FIRST.settled(1, 1, 9, Outcome.ANSWERED));

    assertThat(batch().status()).isEqualTo(BatchStatus.PROCESSING);

    given(SECOND, SECOND.opened(1, 0), SECOND.sealed(0));

    assertThat(batch().status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(batch().complete()).isTrue();
    assertThat(batch().completedTime()).isEqualTo(at(9));
  }

  @Test
  void aCancelledBatchIsCompleteOnceNothingIsActive() {
    given(FIRST, FIRST.opened(2, 2), FIRST.row(1), FIRST.row(2), FIRST.dialing(1, 1, 3));
    given(SECOND, SECOND.opened(2, 0), SECOND.stopped(4));
    given(FIRST, FIRST.stopped(4, 1L));

    assertThat(batch().status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(batch().complete()).isFalse();
    assertThat(batch().settled()).isTrue();
    assertThat(batch().completedTime()).isNull();

    given(FIRST, FIRST.settled(1, 1, 8, Outcome.ANSWERED));

    assertThat(batch().complete()).isTrue();
    assertThat(batch().counts()).isEqualTo(new Counts(2, 0, 0, 1, 0, 1));
    assertThat(batch().completedTime()).isEqualTo(at(8));
  }

  @Test
  void aCancelIsNotSettledWhileALaneMayStillDial() {
    given(FIRST, FIRST.opened(2, 1), FIRST.row(1), FIRST.stopped(4));
    given(SECOND, SECOND.opened(2, 1), SECOND.row(2), SECOND.dialing(2, 1, 3));

    assertThat(batch().settled()).isFalse();

    given(SECOND, SECOND.settled(2, 1, 8, Outcome.BUSY));

    assertThat(batch().settled()).isTrue();
  }

  @Test
  void itIsPausedWhenEveryLaneIsInWhichCallsAreLeft() {
    given(FIRST, FIRST.opened(2, 1), FIRST.row(1), FIRST.sealed(1), FIRST.paused(2, true));
    given(SECOND, SECOND.opened(2, 1), SECOND.row(2), SECOND.sealed(1));

    assertThat(batch().status()).isEqualTo(BatchStatus.QUEUED);
    assertThat(batch().paused()).isFalse();
    assertThat(batch().goesOn()).isFalse();

    given(SECOND, SECOND.settled(2, 1, 3, Outcome.ANSWERED));

    assertThat(batch().status()).isEqualTo(BatchStatus.PAUSED);
    assertThat(batch().paused()).isTrue();
    assertThat(batch().complete()).isFalse();

    given(FIRST, FIRST.paused(4, false));

    assertThat(batch().status()).isEqualTo(BatchStatus.PROCESSING);
    assertThat(batch().goesOn()).isTrue();
  }

  @Test
  void itSaysWhyItPausedItselfUntilItGoesOn() {
    given(FIRST, FIRST.opened(2, 1), FIRST.row(1), FIRST.sealed(1), FIRST.tripped(2, 2));
    given(SECOND, SECOND.opened(2, 1), SECOND.row(2), SECOND.sealed(1));
    assertThat(batch().pausedBy()).as("one lane is not paused yet").isNull();

    given(SECOND, SECOND.tripped(3, 2));
    assertThat(batch().status()).isEqualTo(BatchStatus.PAUSED);
    assertThat(batch().pausedBy()).isEqualTo(PausedBy.of(13, 20, at(2)));

    given(FIRST, FIRST.paused(4, false));
    given(SECOND, SECOND.paused(4, false));
    assertThat(batch().pausedBy()).isNull();
    given(FIRST, FIRST.paused(5, true));
    given(SECOND, SECOND.paused(5, true));
    assertThat(batch().pausedBy()).as("by hand").isNull();
  }

  @Test
  void aChangeIsAppliedWhenEveryLaneGoesByItInWhichCallsAreLeft() {
    PlanRevision change = change(2);
    given(FIRST, FIRST.opened(2, 1), FIRST.row(1), FIRST.sealed(1));
    given(SECOND, SECOND.opened(2, 1), SECOND.row(2), SECOND.sealed(1));
    given(FIRST, FIRST.changed(2, change));

    assertThat(batch().plan().newest()).isEqualTo(change);
    assertThat(batch().plan().applied()).isFalse();
    assertThat(batch().plan().first()).isZero();

    given(SECOND, SECOND.changed(3, change));
    assertThat(batch().plan().applied()).isTrue();

    given(FIRST, FIRST.settled(1, 1, 4, Outcome.ANSWERED));
    given(SECOND, SECOND.changed(5, change(3)));
    assertThat(batch().plan().applied()).as("nobody is left in the other lane").isTrue();
    assertThat(batch().plan().first()).isEqualTo(1);
    assertThat(batch().plan().revisions())
        .extracting(PlanRevision::revision)
        .containsExactly(1, 2, 3);
  }

  @Test
  void ofManyChangesTheNewestAreKept() {
    given(FIRST, FIRST.opened(2, 1), FIRST.row(1), FIRST.sealed(1));
    for (int revision = 2; revision <= 100; revision++) {
      given(FIRST, FIRST.changed(revision, change(revision)), FIRST.changed(revision, change(2)));
    }

    assertThat(batch().plan().revisions()).hasSize(51).first().matches(one -> one.revision() == 1);
    assertThat(batch().plan().newest()).isEqualTo(change(100));
  }

  private static PlanRevision change(int revision) {
    return new PlanRevision(
        revision, at(2), "key_1", new BatchPlan(5, 1.0 * revision, null, null, null, null));
  }

  @Test
  void whoIsLeftAtTheEndIsCountedBesideWhomOtherRulesSkipped() {
    given(FIRST, FIRST.opened(4, 4), FIRST.row(1), FIRST.row(2), FIRST.row(3), FIRST.row(4));
    given(SECOND, SECOND.opened(4, 0), SECOND.sealed(0));
    given(FIRST, FIRST.sealed(4), FIRST.skipped(1, 0, 2, "unknown_timezone"));
    given(FIRST, FIRST.dialing(2, 1, 3), FIRST.ended(2, 1, 3.5, Outcome.BUSY, null));
    given(FIRST, FIRST.callback(2, 1, 4, Outcome.BUSY, 60));
    given(FIRST, FIRST.skipped(2, 1, 5, "no_common_hours"), FIRST.dialing(3, 1, 6));
    given(FIRST, FIRST.ended(7, 3L));
    assertThat(batch().skippedBy())
        .isEqualTo(Map.of("unknown_timezone", 1L, "no_common_hours", 1L, "ended", 1L));

    // What was out is held back, and not dialed again.
    given(FIRST, FIRST.settled(3, 1, 8, null));

    assertThat(batch().skippedBy())
        .isEqualTo(Map.of("unknown_timezone", 1L, "no_common_hours", 1L, "ended", 2L));
    assertThat(batch().counts().cancelled()).isEqualTo(3);
    assertThat(batch().counts().failed()).isEqualTo(1);
    assertThat(batch().status()).isEqualTo(BatchStatus.COMPLETED);
  }

  @Test
  void aPausedBatchThatIsCancelledIsCancelled() {
    given(FIRST, FIRST.opened(1, 1), FIRST.row(1), FIRST.sealed(1), FIRST.paused(2, true));
    given(SECOND, SECOND.opened(1, 0), SECOND.sealed(0));
    assertThat(batch().status()).isEqualTo(BatchStatus.PAUSED);

    given(FIRST, FIRST.stopped(3));
    given(SECOND, SECOND.stopped(3));

    assertThat(batch().status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(batch().complete()).isTrue();
  }

  @Test
  void anExpiredBatchHasFailedAndNobodyWaits() {
    given(FIRST, FIRST.opened(2, 2), FIRST.row(1), FIRST.expired(60));

    assertThat(batch().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(batch().complete()).isTrue();
    assertThat(batch().counts()).isEqualTo(new Counts(2, 0, 0, 0, 0, 2));
  }

  @Test
  void aSingleCallIsOverWithItsOwnLaneForTheOthersNeverHearOfIt() {
    given(SECOND, SECOND.openedAlone(), SECOND.row(1), SECOND.sealed(1));
    given(SECOND, SECOND.dialing(1, 1, 3));

    assertThat(batch().status()).isEqualTo(BatchStatus.PROCESSING);
    assertThat(batch().settled()).isFalse();

    given(SECOND, SECOND.settled(1, 1, 8, Outcome.ANSWERED));

    assertThat(batch().status()).isEqualTo(BatchStatus.COMPLETED);
    assertThat(batch().completedTime()).isEqualTo(at(8));
    assertThat(batch().settled()).isTrue();
  }

  @Test
  void theCancelOfASingleCallIsSettledOnceItsOwnLaneHasTakenNote() {
    given(SECOND, SECOND.openedAlone(), SECOND.row(1), SECOND.sealed(1));

    given(SECOND, SECOND.stopped(4));

    assertThat(batch().settled()).isTrue();
    assertThat(batch().complete()).isTrue();
  }

  @Test
  void noRowOfASingleCallIsExpectedInTheOtherLanes() {
    given(SECOND, SECOND.openedAlone(), SECOND.sealed(1));
    assertThat(calls().behind()).isTrue();

    given(SECOND, SECOND.row(1));

    assertThat(calls().behind()).isFalse();
    assertThat(calls().calls()).extracting(LaneCall::id).containsExactly(SECOND.call(1));
    assertThat(batches.everyCall(FIRST.batch(), Optional.empty()).orElseThrow().behind()).isFalse();
  }

  private CallPage calls() {
    return batches.calls(FIRST.batch(), Optional.empty(), new Page(1, 20)).orElseThrow();
  }

  @Test
  void theNewestBatchComesFirst() {
    for (String token : List.of("b1", "b3", "b2")) {
      Story story = Story.of(token, 0);
      given(story, story.opened(1, 1));
    }

    assertThat(batches.all())
        .extracting(summary -> summary.id().value())
        .containsExactly("batch_b3", "batch_b2", "batch_b1");
  }
}
