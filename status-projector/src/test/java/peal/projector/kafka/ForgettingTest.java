package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.kafka.DrivenProjector.STORY;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.projector.Story;
import peal.projector.query.Batches;

/** What is left in the stores of a batch that is to be forgotten. */
class ForgettingTest {
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
  void aForgottenBatchIsGoneAtOnceAndItsRowsBitByBit() {
    projector.givenABatch();
    projector.send(projector.topics.callEvents(), STORY.stopped(10));
    Story other = Story.of("b2", 0);
    projector.send(projector.topics.batchCommands(), other.opened(1, 1));
    projector.send(projector.topics.callJobs(), other.row(1));

    projector.send(projector.topics.batchCommands(), new BatchForgotten(STORY.batch(), at(0)));

    assertThat(new Batches(List.of(projector.reader())).find(STORY.batch())).isEmpty();
    assertThat(new Batches(List.of(projector.reader())).all())
        .extracting("id")
        .containsExactly(other.batch());
    projector.driver.advanceWallClockTime(LaneProcessor.REMOVE_EVERY);
    assertThat(projector.entries(ProjectorTopology.CALLS))
        .as("rows, the marks of three blocks, and the other's row and marks")
        .isEqualTo(500 + 3 + 2);
    projector.driver.advanceWallClockTime(LaneProcessor.REMOVE_EVERY);
    assertThat(projector.entries(ProjectorTopology.CALLS)).isEqualTo(2);
    assertThat(projector.entries(ProjectorTopology.BLOCKS))
        .as("the other's block, the lane's totals, and how far commands are read")
        .isEqualTo(3);
    assertThat(projector.entries(ProjectorTopology.BATCHES)).isEqualTo(2);
    // The driver's clock began with the test; the command is younger.
    projector.driver.advanceWallClockTime(Removal.NOTICE.plusSeconds(60));
    assertThat(projector.entries(ProjectorTopology.BATCHES)).isEqualTo(1);
    assertThat(projector.registry.get("peal_calls").tag("status", "waiting").gauge().value())
        .isEqualTo(1);
  }

  /** By the driver's clock. */
  private static Instant at(long seconds) {
    return Instant.now().plusSeconds(seconds);
  }

  @Test
  void whatHasNotEndedIsNotForgotten() {
    projector.givenABatch();

    projector.send(projector.topics.batchCommands(), new BatchForgotten(STORY.batch(), at(0)));
    projector.send(
        projector.topics.batchCommands(), new BatchForgotten(Story.of("b9", 0).batch(), at(0)));

    assertThat(new Batches(List.of(projector.reader())).find(STORY.batch())).isPresent();
    assertThat(projector.entries(ProjectorTopology.BATCHES)).isEqualTo(1);
  }
}
