package peal.projector.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.kafka.DrivenProjector.STORY;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallQueued;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.query.IndexedBlock;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;

/** What cannot be read, or fails on its way, leaves no trace in the stores. */
class ProjectorFaultsTest {
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
  void whatCannotBeReadGoesToDeadLettersAndTheRestGoesOn() {
    projector.raw("ws-1/0", "{\"t\":\"Nonsense\",\"v\":1,\"d\":{}}");
    projector.raw("no lane", "{\"t\":\"BatchSealed\",\"v\":1,\"d\":{}}");
    projector.send(projector.topics.batchCommands(), STORY.opened(1, 1));

    assertThat(
            projector
                .driver
                .createOutputTopic(
                    projector.topics.deadLetters().name(),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())
                .readKeyValuesToList())
        .hasSize(2);
    assertThat(projector.reader().batch(STORY.batch())).isPresent();
  }

  /** A transcript of control characters takes six bytes each; then a changelog would refuse it. */
  @Test
  void aStateThatNoRecordCanHoldIsNotTakenIn() {
    CallQueued row = STORY.row(1);
    projector.send(projector.topics.batchCommands(), STORY.opened(1, 1));
    projector.send(
        projector.topics.callJobs(),
        new CallQueued(row.call(), row.at(), row.number(), Map.of("notes", "n".repeat(1_000_000))));
    Optional<LaneCall> call = projector.reader().call(STORY.batch(), 1);

    projector.send(
        projector.topics.callEvents(),
        new Ended(
            new AttemptId(row.call(), 1),
            Story.at(5),
            Outcome.ANSWERED,
            1.0,
            "\u0001".repeat(600_000),
            null));

    assertThat(projector.reader().call(STORY.batch(), 1)).isEqualTo(call);
    TestRecord<byte[], byte[]> letter =
        projector
            .driver
            .createOutputTopic(
                projector.topics.deadLetters().name(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())
            .readRecord();
    assertThat(new String(letter.headers().lastHeader("peal-reason").value(), US_ASCII))
        .isEqualTo("too_big");
  }

  @Test
  void whatFailsHalfWayLeavesNothing() {
    projector.send(projector.topics.batchCommands(), STORY.opened(2, 2));
    projector.send(projector.topics.callJobs(), STORY.row(1));
    TaskStores stores =
        new TaskStores(
            projector.driver.getKeyValueStore(ProjectorTopology.CALLS),
            projector.driver.getKeyValueStore(ProjectorTopology.BATCHES),
            projector.driver.getKeyValueStore(ProjectorTopology.BLOCKS),
            projector.driver.getKeyValueStore(ProjectorTopology.DO_NOT_CALL),
            new ProjectorMeters(new SimpleMeterRegistry()).share());
    Optional<LaneBatch> batch = projector.reader().batch(STORY.batch());
    Optional<LaneCall> call = projector.reader().call(STORY.batch(), 1);
    List<IndexedBlock> blocks = projector.reader().blocks(STORY.batch());

    stores.begin();
    LaneFold fold = new LaneFold(stores);
    fold.apply(Story.lane(0), STORY.dialing(1, 1, 5), 7);
    fold.apply(Story.lane(0), STORY.row(2));
    fold.apply(Story.lane(0), Story.of("b2", 0).opened(1, 1));
    assertThat(projector.reader().call(STORY.batch(), 1)).isNotEqualTo(call);
    assertThat(projector.reader().attemptsOut()).isEqualTo(1);
    stores.takeBack();

    assertThat(projector.reader().batch(STORY.batch())).isEqualTo(batch);
    assertThat(projector.reader().attemptsOut()).isZero();
    assertThat(projector.reader().call(STORY.batch(), 1)).isEqualTo(call);
    assertThat(projector.reader().call(STORY.batch(), 2)).isEmpty();
    assertThat(projector.reader().blocks(STORY.batch())).isEqualTo(blocks);
    assertThat(projector.reader().batch(Story.of("b2", 0).batch())).isEmpty();
  }
}
