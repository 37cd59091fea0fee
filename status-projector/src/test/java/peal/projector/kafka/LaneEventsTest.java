package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.AttemptId;
import peal.domain.CallStatus;
import peal.domain.EventType;
import peal.domain.Outcome;
import peal.domain.PausedBy;
import peal.domain.WorkspaceId;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Progress;
import peal.projector.MemoryLanes;
import peal.projector.MemoryLog;
import peal.projector.Story;
import peal.projector.events.Cursor;
import peal.projector.events.CursorGone;
import peal.projector.events.LaneEvents;
import peal.projector.events.Telling;
import peal.projector.events.WorkspaceEvents;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;

/** What is told of a lane whose log the fold reads as it is written. */
class LaneEventsTest {
  private static final Story STORY = DrivenProjector.STORY;

  private DrivenProjector projector;

  @BeforeEach
  void start(@TempDir Path folder) {
    projector = new DrivenProjector(folder);
    projector.send(projector.topics.batchCommands(), STORY.opened(2, 2));
    projector.send(projector.topics.callJobs(), STORY.row(1));
    projector.send(projector.topics.callJobs(), STORY.row(2));
    projector.send(projector.topics.batchCommands(), STORY.sealed(2));
  }

  @AfterEach
  void stop() {
    projector.close();
  }

  @Test
  void aCallIsToldInOrderAndABatchAtItsBeginningAndItsEnd() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(connected(1, 1, 3));
    projector.happens(STORY.ended(1, 1, 9, Outcome.ANSWERED, 6.0));
    projector.happens(STORY.settled(1, 1, 9, Outcome.ANSWERED));
    projector.happens(STORY.dialing(2, 1, 4));
    projector.happens(STORY.ended(2, 1, 5, Outcome.BUSY, null));
    projector.happens(STORY.callback(2, 1, 5, Outcome.BUSY, 65));
    projector.happens(STORY.dialing(2, 2, 65));
    projector.happens(STORY.ended(2, 2, 66, Outcome.BUSY, null));
    projector.happens(STORY.settled(2, 2, 66, Outcome.BUSY));

    assertThat(told())
        .containsExactly(
            "evt_b1-started",
            "evt_b1-0-1-1-dialing",
            "evt_b1-0-1-1-connected",
            "evt_b1-0-1-1-ended",
            "evt_b1-0-2-1-dialing",
            "evt_b1-0-2-1-scheduled",
            "evt_b1-0-2-2-dialing",
            "evt_b1-0-2-2-ended",
            "evt_b1-completed");
  }

  @Test
  void whatIsRepeatedOrComesLateIsNotTold() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.ended(1, 1, 5, Outcome.BUSY, null));
    projector.happens(STORY.callback(1, 1, 5, Outcome.BUSY, 65));
    projector.happens(connected(1, 1, 3));
    projector.happens(STORY.callback(1, 1, 5, Outcome.BUSY, 65));
    projector.happens(connected(1, 2, 66));
    projector.happens(STORY.dialing(1, 2, 65));
    projector.happens(STORY.settled(1, 2, 70, Outcome.ANSWERED));
    projector.happens(STORY.settled(1, 2, 70, Outcome.ANSWERED));
    projector.happens(connected(1, 2, 66));

    assertThat(told())
        .containsExactly(
            "evt_b1-started",
            "evt_b1-0-1-1-dialing",
            "evt_b1-0-1-1-scheduled",
            "evt_b1-0-1-2-connected",
            "evt_b1-0-1-2-ended");
  }

  @Test
  void aCancelIsToldOnceWhateverItDrops() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.stopped(3, 1L));
    projector.happens(STORY.settled(1, 1, 9, Outcome.ANSWERED));

    assertThat(told())
        .containsExactly(
            "evt_b1-started",
            "evt_b1-0-1-1-dialing",
            "evt_b1-cancelled",
            "evt_b1-0-1-1-ended",
            "evt_b1-completed");
  }

  @Test
  void aCancelThatLeavesNobodyOutIsTheEnd() {
    projector.happens(new BatchStopped(STORY.batch(), Story.at(3), List.of()));

    assertThat(told()).containsExactly("evt_b1-cancelled", "evt_b1-completed");
  }

  @Test
  void aBatchBeginsWithWhateverReportComesFirst() {
    projector.happens(connected(1, 1, 3));
    projector.happens(STORY.dialing(1, 1, 2));
    assertThat(told()).containsExactly("evt_b1-started", "evt_b1-0-1-1-connected");

    Story other = Story.of("b2", 0);
    projector.send(projector.topics.batchCommands(), other.opened(1, 1));
    projector.send(projector.topics.callJobs(), other.row(1));
    projector.send(projector.topics.batchCommands(), other.sealed(1));
    projector.happens(new Progress(new AttemptId(other.call(1), 1), Story.at(3), "ringing"));
    projector.happens(other.dialing(1, 1, 2));
    assertThat(told())
        .containsSubsequence("evt_b2-started", "evt_b2-0-1-1-dialing")
        .filteredOn(id -> id.equals("evt_b2-started"))
        .hasSize(1);
  }

  @Test
  void aSingleCallThatIsCancelledIsToldAsACall() {
    Story alone = Story.of("c1", 0);
    projector.send(projector.topics.batchCommands(), alone.openedAlone());
    projector.send(projector.topics.callJobs(), alone.row(1));
    projector.happens(alone.paused(2, true));
    projector.happens(alone.stopped(3));

    List<ApiEvent> told = events().page(events().oldest(), 100).events();

    assertThat(ids(told)).containsExactly("evt_c1-0-1-0-ended");
    assertThat(told.getFirst().type()).isEqualTo(EventType.CALL_CANCELLED);
    assertThat(told.getFirst().call().view().status()).isEqualTo(CallStatus.CANCELLED);
  }

  @Test
  void aSingleCallThatExpiresIsToldAsACall() {
    Story alone = Story.of("c1", 0);
    projector.send(projector.topics.batchCommands(), alone.openedAlone());
    projector.send(projector.topics.callJobs(), alone.row(1));
    projector.happens(alone.expired(60));

    assertThat(told()).containsExactly("evt_c1-0-1-0-ended");
  }

  @Test
  void aBatchWhoseSealIsReadLateIsToldAsCompleted() {
    Story late = Story.of("b2", 0);
    projector.send(projector.topics.batchCommands(), late.opened(1, 1));
    projector.send(projector.topics.callJobs(), late.row(1));
    projector.happens(late.dialing(1, 1, 2));
    projector.happens(late.settled(1, 1, 9, Outcome.ANSWERED));
    WorkspaceEvents.Page before = events().page(events().oldest(), 100);

    projector.send(projector.topics.batchCommands(), late.sealed(1));
    WorkspaceEvents.Page after = events().page(before.next(), 100);

    assertThat(ids(before.events())).containsExactly("evt_b2-started", "evt_b2-0-1-1-dialing");
    assertThat(ids(after.events())).containsExactly("evt_b2-0-1-1-ended", "evt_b2-completed");
  }

  @Test
  void aBatchThatIsCancelledDuringItsUploadIsToldAsCompleted() {
    Story early = Story.of("b2", 0);
    projector.send(projector.topics.batchCommands(), early.opened(1, 1));
    projector.happens(early.stopped(0.5));
    projector.send(projector.topics.batchCommands(), early.sealed(1));

    assertThat(told()).containsExactly("evt_b2-cancelled", "evt_b2-completed");
  }

  @Test
  void aCancelIsToldAlsoWhereTheFirstLaneHasNothingLeft() {
    MemoryLanes memory = new MemoryLanes();
    LaneFold fold = new LaneFold(memory);
    Story second = Story.of("b1", 1);
    fold.apply(Story.lane(0), STORY.opened(1, 0));
    fold.apply(Story.lane(0), STORY.sealed(0));
    fold.apply(Story.lane(1), second.opened(1, 1));
    fold.apply(Story.lane(1), second.row(1));
    fold.apply(Story.lane(1), second.sealed(1));
    MemoryLog log = new MemoryLog();
    log.add(second.paused(2, true));
    log.add(second.stopped(3));
    fold.apply(Story.lane(1), second.paused(2, true));
    List<LaneReader> lanes = List.of(memory.reader(Story.lane(0)), memory.reader(Story.lane(1)));
    assertThat(told(lanes, log, 0)).hasSize(1).first().asString().startsWith("evt_b1-paused-");

    fold.apply(Story.lane(1), second.stopped(3));
    assertThat(told(lanes, log, 1)).contains("evt_b1-cancelled", "evt_b1-completed");
  }

  private static List<String> told(List<LaneReader> lanes, MemoryLog log, long folded) {
    return new LaneEvents(lanes.get(1), log, folded, Story.at(100))
        .read(0, 100, 10_000).steps().stream()
            .flatMap(step -> step.events().stream())
            .filter(event ->
                Telling.of(
                        event,
                        folded,
                        lanes.size(),
                        batch -> Telling.parts(lanes, batch),
                        Optional.empty(),
                        Story.at(100))
                    == Telling.NOW)
            .map(ApiEvent::id)
            .toList();
  }

  @Test
  void whatWasSaidIsToldAtTheEndAlone() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.ended(1, 1, 9, Outcome.ANSWERED, 6.0));
    projector.happens(STORY.settled(1, 1, 9, Outcome.ANSWERED));

    assertThat(events().page(events().oldest(), 100).events())
        .filteredOn(event -> event.call() != null)
        .extracting(event -> event.call().view().attempts().getFirst().transcript())
        .containsExactly(null, "hello from 1");
  }

  @Test
  void whatWasPutAsideIsNotTold() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.log.add(connected(1, 1, 3));
    projector.position.read(0, Story.lane(0), 1);

    assertThat(told()).containsExactly("evt_b1-started", "evt_b1-0-1-1-dialing");
  }

  @Test
  void aPauseAndItsEndAreTold() {
    projector.happens(STORY.paused(3, true));
    projector.happens(STORY.paused(4, false));

    assertThat(told()).hasSize(2).first().asString().startsWith("evt_b1-paused-");
  }

  @Test
  void aPauseTellsWhyWhereNoClientWantedIt() {
    projector.happens(STORY.tripped(3, 2));
    projector.happens(STORY.paused(4, false));

    assertThat(events().page(events().oldest(), 100).events())
        .extracting(ApiEvent::pausedBy)
        .containsExactly(PausedBy.of(13, 20, Story.at(2)), null);
  }

  @Test
  void whatTheFoldHasNotReadIsToldLater() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.log.add(connected(1, 1, 3));
    WorkspaceEvents.Page before = events().page(events().oldest(), 100);

    projector.send(projector.topics.callEvents(), connected(1, 1, 3));
    WorkspaceEvents.Page after = events().page(before.next(), 100);

    assertThat(ids(before.events())).containsExactly("evt_b1-started", "evt_b1-0-1-1-dialing");
    assertThat(before.more()).as("worth asking again at once").isFalse();
    assertThat(ids(after.events())).containsExactly("evt_b1-0-1-1-connected");
    assertThat(after.more()).isFalse();
  }

  @Test
  void aCallWhoseRowIsReadLateIsToldThen() {
    Story late = Story.of("b2", 0);
    projector.send(projector.topics.batchCommands(), late.opened(1, 1));
    projector.happens(late.dialing(1, 1, 2));
    projector.happens(late.settled(1, 1, 9, Outcome.ANSWERED));
    WorkspaceEvents.Page before = events().page(events().oldest(), 100);

    projector.send(projector.topics.callJobs(), late.row(1));
    projector.send(projector.topics.batchCommands(), late.sealed(1));
    WorkspaceEvents.Page after = events().page(before.next(), 100);

    assertThat(before.events()).isEmpty();
    assertThat(before.more()).as("worth asking again at once").isFalse();
    assertThat(ids(after.events()))
        .startsWith("evt_b2-started", "evt_b2-0-1-1-dialing", "evt_b2-0-1-1-ended");
  }

  /** It may lie in dead-letters, with no row behind it. */
  @Test
  void anEventWaitsNoLongerThanAnHour() {
    Story late = Story.of("b9", 0);
    projector.send(projector.topics.batchCommands(), late.opened(1, 1));
    projector.happens(late.dialing(1, 1, 2));
    projector.happens(STORY.dialing(1, 1, 5));
    assertThat(told()).isEmpty();

    LaneReader later =
        new StoreLaneReader(
            Story.lane(0),
            projector::stores,
            projector.log,
            () -> 1_000_000,
            () -> Story.at(3_700));

    assertThat(later.events(0, 100, 10_000).steps())
        .flatMap(LaneEventPage.Step::events)
        .extracting(ApiEvent::id)
        .containsExactly("evt_b1-started", "evt_b1-0-1-1-dialing");
  }

  @Test
  void aRowThatCouldNotBeTakenInHoldsNobodyUp() {
    projector.happens(STORY.dialing(0, 1, 2));
    projector.happens(STORY.dialing(1, 1, 3));

    assertThat(told()).contains("evt_b1-0-1-1-dialing");
  }

  @Test
  void afterARestartWhatWasRemovedHoldsNobodyUp() {
    projector.log.add(Story.of("gone", 0).dialing(1, 1, 2));
    assertThat(events().page(events().oldest(), 100).more()).isFalse();

    projector.inputs.ends(new TopicPartition("events", 0), 1, 0L);
    projector.inputs.committed.put(new TopicPartition("events", 0), 1L);
    projector.catchUp.look();

    assertThat(events().page(events().oldest(), 100).next()).isEqualTo(events().now());
  }

  @Test
  void aCursorGoesOnWhereItsPageEnded() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.dialing(2, 1, 3));
    projector.happens(connected(1, 1, 4));

    List<String> told = new ArrayList<>();
    Cursor at = events().oldest();
    for (int page = 0; page < 3; page++) {
      WorkspaceEvents.Page next = events().page(again(at), 1);
      told.addAll(ids(next.events()));
      at = next.next();
    }

    assertThat(told)
        .containsExactly(
            "evt_b1-started",
            "evt_b1-0-1-1-dialing",
            "evt_b1-0-2-1-dialing",
            "evt_b1-0-1-1-connected");
  }

  @Test
  void aCursorOfWhatIsGoneIsSaidToBeSo() {
    Cursor at = events().now();
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.dialing(2, 1, 3));
    projector.log.deleteBefore(1);

    assertThatThrownBy(() -> events().page(at, 10))
        .isInstanceOfSatisfying(
            CursorGone.class,
            gone -> assertThat(ids(events().page(gone.oldest(), 10).events())).hasSize(1));
  }

  @Test
  void onlyTheLaneOfWhichSomethingIsGoneBeginsAgain() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.dialing(2, 1, 3));
    MemoryLog other = new MemoryLog();
    other.add(STORY.paused(1, true));
    other.add(STORY.paused(2, true));
    other.deleteBefore(1);
    LaneReader second =
        new StoreLaneReader(Story.lane(1), projector::stores, other, () -> 1L, () -> Story.at(100));
    WorkspaceEvents both =
        new WorkspaceEvents(Story.WORKSPACE, List.of(projector.reader(), second), Story.at(100));

    assertThatThrownBy(() -> both.page(new Cursor(Story.WORKSPACE, List.of(1L, 0L)), 10))
        .isInstanceOfSatisfying(
            CursorGone.class, gone -> assertThat(gone.oldest().offsets()).containsExactly(1L, 1L));
  }

  @Test
  void whatTellsNothingIsNotReadAgainWhereAnotherLaneFillsThePage() {
    projector.happens(STORY.dialing(1, 1, 2));
    MemoryLog other = new MemoryLog();
    other.add(STORY.ended(1, 1, 3, Outcome.BUSY, null));
    other.add(STORY.paused(9, true));
    LaneReader second =
        new StoreLaneReader(Story.lane(0), projector::stores, other, () -> 1L, () -> Story.at(100));
    WorkspaceEvents both =
        new WorkspaceEvents(Story.WORKSPACE, List.of(projector.reader(), second), Story.at(100));

    WorkspaceEvents.Page page = both.page(new Cursor(Story.WORKSPACE, List.of(0L, 0L)), 1);

    assertThat(page.next().offsets()).containsExactly(1L, 1L);
    assertThat(page.more()).isTrue();
  }

  @Test
  void aStoredCallThatCannotBeReadIsPassedOver() {
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.dialing(2, 1, 3));
    projector
        .driver
        .<Bytes, byte[]>getKeyValueStore(ProjectorTopology.CALLS)
        .put(
            StoreKeys.call(new LaneBatchKey(Story.lane(0), "b1"), 1),
            new byte[] {'a', 2, '{', '"'});

    assertThat(told()).containsExactly("evt_b1-0-2-1-dialing");
    assertThat(projector.log.untold()).containsExactly(0L);
  }

  @Test
  void aCursorIsOfOneWorkspaceAndItsLanes() {
    String word = events().now().word();

    assertThat(Cursor.read(word, Story.WORKSPACE, 1)).contains(events().now());
    assertThat(Cursor.read(word, Story.WORKSPACE, 2)).isEmpty();
    assertThat(Cursor.read(word, new WorkspaceId("ws-2"), 1)).isEmpty();
    assertThat(Cursor.read("%", Story.WORKSPACE, 1)).isEmpty();
  }

  private static Cursor again(Cursor cursor) {
    return Cursor.read(cursor.word(), Story.WORKSPACE, 1).orElseThrow();
  }

  private List<String> told() {
    return ids(events().page(events().oldest(), 100).events());
  }

  private WorkspaceEvents events() {
    return new WorkspaceEvents(Story.WORKSPACE, List.of(projector.reader()), Story.at(100));
  }

  private static List<String> ids(List<ApiEvent> events) {
    return events.stream().map(ApiEvent::id).toList();
  }

  private static Connected connected(long row, int attempt, double at) {
    return new Connected(new AttemptId(STORY.call(row), attempt), Story.at(at));
  }
}
