package peal.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.Story.at;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;

class LaneFoldTest {
  private static final Story STORY = Story.of("b1", 0);
  private static final LaneBatchKey KEY = new LaneBatchKey(Story.lane(0), "b1");

  private final MemoryLanes lanes = new MemoryLanes();

  private void given(LaneEvent... events) {
    LaneFold fold = new LaneFold(lanes);
    Stream.of(events).forEach(event -> fold.apply(Story.lane(0), event));
  }

  private CallView call(long row) {
    return lanes.call(KEY, row);
  }

  @Test
  void aRowThatIsReadAgainChangesNothing() {
    given(STORY.opened(2, 2), STORY.row(1), STORY.row(2));
    given(STORY.dialing(1, 1, 3));

    given(STORY.row(1), STORY.row(2));

    assertThat(call(1).status()).isEqualTo(CallStatus.ACTIVE);
    assertThat(lanes.block(KEY, 0).rows()).isEqualTo(2);
    assertThat(lanes.batch(KEY).counts()).isEqualTo(new Counts(2, 1, 1, 0, 0, 0));
  }

  @Test
  void rowsNeverTouchTheBatch() {
    given(STORY.row(1), STORY.row(2));

    assertThat(lanes.batch(KEY)).isSameAs(BatchView.UNSEEN);
  }

  @Test
  void aCallThatIsReportedOnBeforeItsRowIsCountedButNotInABlock() {
    given(STORY.opened(1, 1), STORY.dialing(7, 1, 3));

    assertThat(lanes.batch(KEY).counts().active()).isEqualTo(1);
    assertThat(lanes.block(KEY, 0).counts(false)).isEqualTo(Counts.NONE);

    given(STORY.row(7));

    assertThat(lanes.block(KEY, 0).counts(false)).isEqualTo(new Counts(1, 0, 1, 0, 0, 0));
    assertThat(call(7).number()).isEqualTo(Story.number(7));
  }

  @Test
  void endingOnlyFillsInDetailsUntilDispatchDecides() {
    given(STORY.row(1), STORY.dialing(1, 1, 3), STORY.ended(1, 1, 9, Outcome.ANSWERED, 4.0));

    assertThat(call(1).status()).isEqualTo(CallStatus.ACTIVE);

    given(STORY.settled(1, 1, 9, Outcome.ANSWERED));

    assertThat(call(1).status()).isEqualTo(CallStatus.COMPLETED);
    assertThat(lanes.batch(KEY).recent()).containsExactly(new BatchView.Finished(1, at(9)));
  }

  @Test
  void aCallbackMakesItWaitAndALateReportOfTheOldDialDoesNotWakeIt() {
    given(STORY.row(1), STORY.dialing(1, 1, 3), STORY.callback(1, 1, 5, Outcome.BUSY, 65));

    given(STORY.dialing(1, 1, 3), STORY.ended(1, 1, 5, Outcome.BUSY, null));

    assertThat(call(1).status()).isEqualTo(CallStatus.WAITING);
    assertThat(call(1).nextAttemptAt()).isEqualTo(at(65));

    given(STORY.dialing(1, 2, 66));

    assertThat(call(1).status()).isEqualTo(CallStatus.ACTIVE);
    assertThat(call(1).nextAttemptAt()).isNull();
  }

  @Test
  void aStopDropsWhoWaitsWithoutTouchingTheRows() {
    given(STORY.opened(3, 3), STORY.row(1), STORY.row(2), STORY.row(3), STORY.dialing(1, 1, 3));

    given(STORY.stopped(4, 1L, 2L));

    assertThat(call(2).status()).isEqualTo(CallStatus.ACTIVE);
    assertThat(call(3).status()).isEqualTo(CallStatus.WAITING);
    assertThat(lanes.batch(KEY).counts()).isEqualTo(new Counts(3, 0, 2, 0, 0, 1));
    assertThat(lanes.block(KEY, 0).counts(true)).isEqualTo(new Counts(3, 0, 2, 0, 0, 1));

    given(STORY.settled(2, 0, 5, null), STORY.settled(1, 1, 6, Outcome.ANSWERED));

    assertThat(lanes.batch(KEY).counts()).isEqualTo(new Counts(3, 0, 0, 1, 0, 2));
  }

  @Test
  void noReportWakesACallThatAStopDropped() {
    given(STORY.opened(1, 1), STORY.row(1), STORY.stopped(4));

    given(STORY.dialing(1, 1, 3));

    assertThat(lanes.batch(KEY).counts()).isEqualTo(new Counts(1, 0, 0, 0, 0, 1));
  }

  @Test
  void dispatchsOutcomeWinsOverALateReport() {
    given(STORY.row(1), STORY.dialing(1, 1, 3), STORY.settled(1, 1, 70, Outcome.UNKNOWN));

    given(STORY.ended(1, 1, 9, Outcome.ANSWERED, 4.0));

    assertThat(call(1).status()).isEqualTo(CallStatus.FAILED);
    assertThat(call(1).attempts().getFirst().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(lanes.batch(KEY).talks()).isEqualTo(1);
  }

  /** The carrier says when it ended, and the bot, before it or after, what was said. */
  @Test
  void aReportThatFollowsAddsWhatTheFirstDidNotKnow() {
    given(STORY.row(1), STORY.ended(1, 1, 9, Outcome.ANSWERED, null));
    Ended said = STORY.ended(1, 1, 10, Outcome.VOICEMAIL, 4.0);

    given(said, STORY.ended(1, 1, 11, Outcome.ANSWERED, 7.0));

    Attempt attempt = call(1).attempts().getFirst();
    assertThat(attempt.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(attempt.end()).isEqualTo(at(9));
    assertThat(attempt.transcript()).isEqualTo(said.transcript());
    assertThat(attempt.talkSeconds()).isEqualTo(4.0);
    assertThat(lanes.batch(KEY).talks()).isEqualTo(1);
  }

  @Test
  void nothingWasSaidInACallThatNobodyAnswered() {
    given(STORY.row(1), STORY.ended(1, 1, 9, Outcome.BUSY, null));

    given(STORY.ended(1, 1, 10, Outcome.ANSWERED, 4.0));

    assertThat(call(1).attempts().getFirst().transcript()).isNull();
    assertThat(lanes.batch(KEY).talks()).isZero();
  }

  @Test
  void onlyTheLastTranscriptIsKept() {
    given(STORY.row(1), STORY.ended(1, 2, 20, Outcome.ANSWERED, 1.0));

    given(STORY.ended(1, 1, 9, Outcome.VOICEMAIL, 4.0));

    assertThat(call(1).attempts().stream().map(Attempt::transcript).toList())
        .isEqualTo(java.util.Arrays.asList(null, "hello from 2"));
  }

  @Test
  void theTenNewestFinishedCallsAreRemembered() {
    for (int row = 1; row <= 12; row++) {
      given(STORY.row(row), STORY.settled(row, 1, 100 - row, Outcome.BUSY));
    }

    List<BatchView.Finished> recent = lanes.batch(KEY).recent();
    assertThat(recent).hasSize(10);
    assertThat(recent.getFirst().row()).isEqualTo(1);
  }
}
