package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.kafka.DrivenProjector.STORY;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.event.CallQueued;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.fold.Counts;
import peal.projector.query.Batches;
import peal.projector.query.CallPage;
import peal.projector.query.CallShare;
import peal.projector.query.Page;
import peal.projector.query.RowRange;

class ProjectorTopologyTest {
  @TempDir Path folder;

  private DrivenProjector projector;

  @BeforeEach
  void open() {
    projector = new DrivenProjector(folder);
  }

  @AfterEach
  void close() {
    projector.close();
  }

  @Test
  void aShareOfStoredCallsIsReadNoFurther() {
    projector.givenABatch();
    StoreLaneReader lane = projector.reader();
    List<RowRange> ranges = List.of(new RowRange(10, 12), new RowRange(20, 2_500));
    EnumSet<CallStatus> waiting = EnumSet.of(CallStatus.WAITING);

    assertThat(lane.rows(STORY.batch(), ranges, waiting, 5))
        .containsExactly(10L, 11L, 12L, 20L, 21L);
    assertThat(lane.calls(STORY.batch(), ranges, waiting, 1_000, CallShare.of(900)))
        .hasSizeBetween(2, 5)
        .first()
        .extracting(call -> call.id().row())
        .isEqualTo(10L);
    assertThat(lane.rows(STORY.batch(), ranges, EnumSet.of(CallStatus.FAILED), 5)).isEmpty();
  }

  @Test
  void aCallsLifeIsReadFromTheStores() {
    projector.givenABatch();
    projector.send(projector.topics.callEvents(), STORY.dialing(2_001, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.ended(2_001, 1, 9, Outcome.ANSWERED, 3.0));
    projector.send(projector.topics.callEvents(), STORY.settled(2_001, 1, 9, Outcome.ANSWERED));
    projector.send(projector.topics.callEvents(), STORY.dialing(2_100, 1, 5));

    Batches batches = new Batches(List.of(projector.reader()));
    CallPage page =
        batches.calls(STORY.batch(), Optional.of(CallStatus.ACTIVE), new Page(1, 20)).orElseThrow();

    assertThat(batches.find(STORY.batch()).orElseThrow().counts())
        .isEqualTo(new Counts(2_500, 2_498, 1, 1, 0, 0));
    assertThat(page.calls()).extracting(call -> call.id().row()).containsExactly(2_100L);
    assertThat(batches.find(STORY.batch()).orElseThrow().recent())
        .extracting(call -> call.id().row())
        .containsExactly(2_001L);
    assertThat(batches.all()).hasSize(1);
  }

  @Test
  void aPageDeepInTheBatchStartsAtItsRow() {
    projector.givenABatch();

    CallPage page =
        new Batches(List.of(projector.reader()))
            .calls(STORY.batch(), Optional.empty(), new Page(101, 20))
            .orElseThrow();

    assertThat(page.calls()).hasSize(20);
    assertThat(page.calls().getFirst().id().row()).isEqualTo(2_001);
  }

  @Test
  void aCallRemembersWhereItsRecordsLie() {
    projector.givenABatch();
    projector.send(projector.topics.callEvents(), STORY.dialing(1, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.dialing(2, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.ended(1, 1, 9, Outcome.BUSY, null));
    projector.send(projector.topics.callEvents(), STORY.settled(1, 1, 9, Outcome.BUSY));

    assertThat(projector.reader().call(STORY.batch(), 1).orElseThrow().view().trail().offsets())
        .containsExactly(0L, 2L, 3L);
    assertThat(projector.reader().call(STORY.batch(), 2).orElseThrow().view().trail().offsets())
        .containsExactly(1L);
  }

  @Test
  void aBatchTellsUpToWhichCommandOfItsPartitionItIs() {
    projector.send(projector.topics.batchCommands(), STORY.keptOpen(1));
    projector.send(projector.topics.callJobs(), STORY.row(1));
    projector.send(projector.topics.batchCommands(), STORY.sealed(1));
    projector.send(projector.topics.callEvents(), STORY.dialing(1, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.ended(1, 1, 9, Outcome.ANSWERED, 3.0));
    projector.send(projector.topics.callEvents(), STORY.settled(1, 1, 9, Outcome.ANSWERED));
    assertThat(readTo()).as("calls have offsets of another topic").isEqualTo(2);

    projector.send(projector.topics.batchCommands(), Story.of("b2", 0).opened(1, 1));
    assertThat(readTo()).as("another batch's").isEqualTo(3);
  }

  private long readTo() {
    return projector.reader().batch(STORY.batch()).orElseThrow().readTo();
  }

  @Test
  void aRowOfEighteenDigitsIsARow() {
    projector.send(projector.topics.batchCommands(), STORY.opened(1, 1));
    projector.send(
        projector.topics.callJobs(),
        new CallQueued(
            STORY.call(999_999_999_999_999_999L), Story.at(0), Story.number(1), Map.of()));
    projector.send(projector.topics.callEvents(), STORY.dialing(999_999_999_999_999_998L, 1, 5));

    CallPage page =
        new Batches(List.of(projector.reader()))
            .calls(STORY.batch(), Optional.empty(), new Page(1, 20))
            .orElseThrow();

    assertThat(page.calls())
        .extracting(call -> call.id().row())
        .containsExactly(999_999_999_999_999_999L);
    assertThat(projector.registry.find("peal_dead_letters").counters()).isEmpty();
  }

  @Test
  void whatCallsDoIsMetered() {
    projector.send(projector.topics.batchCommands(), STORY.opened(3, 3));
    projector.send(projector.topics.callEvents(), STORY.dialing(1, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.settled(1, 1, 9, Outcome.BUSY));
    projector.send(projector.topics.callEvents(), STORY.dialing(2, 1, 5));

    assertThat(projector.registry.get("peal_calls").tag("status", "waiting").gauge().value())
        .isEqualTo(1);
    assertThat(projector.registry.get("peal_calls").tag("status", "active").gauge().value())
        .isEqualTo(1);
    assertThat(projector.registry.get("peal_calls_ended").tag("outcome", "busy").counter().count())
        .isEqualTo(1);

    projector.send(projector.topics.callEvents(), STORY.stopped(10, 2L));

    assertThat(
            projector
                .registry
                .get("peal_calls_ended")
                .tag("outcome", "cancelled")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void streamsAcceptsTheSettings() {
    try (KafkaStreams streams =
        new KafkaStreams(
            ProjectorTopology.of(
                projector.topics,
                0,
                new ProjectorMeters(new SimpleMeterRegistry()),
                new CatchUp(new FakeInputs(), new FoldPosition()),
                new FoldPosition()),
            new StreamsConfig(projector.settings()))) {
      assertThat(streams.state()).isEqualTo(KafkaStreams.State.CREATED);
    }
  }
}
