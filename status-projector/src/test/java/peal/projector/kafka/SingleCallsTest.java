package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.kafka.DrivenProjector.STORY;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchId;
import peal.domain.Outcome;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneFold;
import peal.projector.query.BatchSpan;
import peal.projector.query.BatchStatus;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;

/** Single calls are found by their id, and cost a list of batches nothing. */
class SingleCallsTest {
  private static final Story ALONE = Story.of("c1", 0);

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

  private void givenASingleCall() {
    projector.send(projector.topics.batchCommands(), ALONE.openedAlone());
    projector.send(projector.topics.callJobs(), ALONE.row(1));
    projector.send(projector.topics.batchCommands(), ALONE.sealed(1));
  }

  private List<BatchId> listed() {
    return projector.reader().batches(BatchSpan.ALL).stream().map(LaneBatch::id).toList();
  }

  private Batches batches() {
    return new Batches(List.of(projector.reader()));
  }

  @Test
  void aListDoesNotReadThem() {
    givenASingleCall();
    projector.send(projector.topics.batchCommands(), STORY.opened(1, 1));

    assertThat(listed()).containsExactly(STORY.batch());
    assertThat(batches().all()).extracting("id").containsExactly(STORY.batch());
    assertThat(batches().find(ALONE.batch())).isPresent();
    assertThat(batches().call(ALONE.batch(), ALONE.call(1))).isPresent();

    Bytes theirs = StoreKeys.single(new LaneBatchKey(Story.lane(0), ALONE.batch().token()));
    assertThat(entry(theirs)).isNotNull();
    projector
        .driver
        .getKeyValueStore(ProjectorTopology.BATCHES)
        .put(theirs, "what nobody could read".getBytes(StandardCharsets.UTF_8));
    assertThat(listed()).containsExactly(STORY.batch());
  }

  private Object entry(Bytes key) {
    return projector.driver.getKeyValueStore(ProjectorTopology.BATCHES).get(key);
  }

  @Test
  void whatWasReadBeforeItsBeginningIsKeptAndMovesToItsPlace() {
    projector.send(projector.topics.batchCommands(), ALONE.sealed(1));
    projector.send(projector.topics.callEvents(), ALONE.dialing(1, 1, 5));
    projector.send(projector.topics.callEvents(), ALONE.settled(1, 1, 9, Outcome.ANSWERED));
    projector.send(projector.topics.callJobs(), ALONE.row(1));
    assertThat(batches().find(ALONE.batch())).isEmpty();

    projector.send(projector.topics.batchCommands(), ALONE.openedAlone());

    assertThat(batches().find(ALONE.batch()).orElseThrow().status())
        .isEqualTo(BatchStatus.COMPLETED);
    assertThat(listed()).isEmpty();
  }

  @Test
  void aBeginningThatFailsHalfWayLeavesWhatWasThereBefore() {
    projector.send(projector.topics.batchCommands(), ALONE.sealed(1));
    Optional<LaneBatch> before = projector.reader().batch(ALONE.batch());
    TaskStores stores =
        new TaskStores(
            projector.driver.getKeyValueStore(ProjectorTopology.CALLS),
            projector.driver.getKeyValueStore(ProjectorTopology.BATCHES),
            projector.driver.getKeyValueStore(ProjectorTopology.BLOCKS),
            projector.driver.getKeyValueStore(ProjectorTopology.DO_NOT_CALL),
            new ProjectorMeters(new SimpleMeterRegistry()).share());

    stores.begin();
    new LaneFold(stores).apply(Story.lane(0), ALONE.openedAlone());
    assertThat(projector.reader().batch(ALONE.batch())).isNotEqualTo(before);
    assertThat(projector.entries(ProjectorTopology.BATCHES)).isEqualTo(1);
    stores.takeBack();

    assertThat(before).isPresent();
    assertThat(projector.reader().batch(ALONE.batch())).isEqualTo(before);
    assertThat(projector.entries(ProjectorTopology.BATCHES)).isEqualTo(1);
  }

  @Test
  void theLaneCountsWhatIsOutOfThemAndOfBatches() {
    givenASingleCall();
    assertThat(projector.reader().attemptsOut()).isZero();

    projector.send(projector.topics.callEvents(), ALONE.dialing(1, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.dialing(1, 1, 5));
    projector.send(projector.topics.callEvents(), STORY.dialing(2, 1, 5));
    projector.send(projector.topics.batchCommands(), STORY.opened(2, 2));
    assertThat(projector.reader().attemptsOut()).isEqualTo(3);

    projector.send(projector.topics.callEvents(), ALONE.settled(1, 1, 9, Outcome.ANSWERED));
    projector.send(projector.topics.callEvents(), STORY.callback(1, 1, 9, Outcome.BUSY, 69));
    assertThat(projector.reader().attemptsOut()).isEqualTo(1);
  }

  @Test
  void theyEndAndAreForgottenLikeBatches() {
    givenASingleCall();
    projector.send(projector.topics.callEvents(), ALONE.settled(1, 1, 9, Outcome.ANSWERED));
    projector.send(projector.topics.batchCommands(), STORY.opened(1, 1));
    projector.send(projector.topics.callEvents(), STORY.stopped(10));

    assertThat(projector.reader().endedBy(Story.at(8), 10)).isEmpty();
    assertThat(projector.reader().endedBy(Story.at(10), 10))
        .extracting(LaneBatch::id)
        .containsExactlyInAnyOrder(STORY.batch(), ALONE.batch());
    assertThat(projector.reader().endedBy(Story.at(10), 1)).hasSize(1);

    projector.send(
        projector.topics.batchCommands(), new BatchForgotten(ALONE.batch(), Instant.now()));

    assertThat(batches().find(ALONE.batch())).isEmpty();
    projector.driver.advanceWallClockTime(Removal.NOTICE.plusSeconds(60));
    assertThat(projector.entries(ProjectorTopology.CALLS)).isZero();
    assertThat(projector.reader().blocks(ALONE.batch())).isEmpty();
    assertThat(projector.entries(ProjectorTopology.BLOCKS))
        .as("the lane's totals, and how far commands are read")
        .isEqualTo(2);
    assertThat(projector.entries(ProjectorTopology.BATCHES)).isEqualTo(1);
    assertThat(projector.reader().batch(ALONE.batch())).isEmpty();
  }
}
