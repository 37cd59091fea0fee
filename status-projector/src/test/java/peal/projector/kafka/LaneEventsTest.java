package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.WorkspaceId;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.Connected;
import peal.projector.Story;
import peal.projector.events.Cursor;
import peal.projector.events.CursorGone;
import peal.projector.events.WorkspaceEvents;
import peal.projector.query.ApiEvent;

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
  void aPauseAndItsEndAreTold() {
    projector.happens(STORY.paused(3, true));
    projector.happens(STORY.paused(4, false));

    assertThat(told()).hasSize(2).first().asString().startsWith("evt_b1-paused-");
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
    return new WorkspaceEvents(Story.WORKSPACE, List.of(projector.reader()));
  }

  private static List<String> ids(List<ApiEvent> events) {
    return events.stream().map(ApiEvent::id).toList();
  }

  private static Connected connected(long row, int attempt, double at) {
    return new Connected(new AttemptId(STORY.call(row), attempt), Story.at(at));
  }
}
