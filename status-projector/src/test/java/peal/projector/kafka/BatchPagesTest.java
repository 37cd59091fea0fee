package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Outcome;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.BatchPage;
import peal.projector.query.Batches;
import peal.projector.query.LaneTotals;
import peal.projector.query.Page;

/** A list of batches costs what it shows, not what there is: consoles ask every few seconds. */
class BatchPagesTest {
  private static final int COUNT = 5;

  /** Each batch has one call. */
  private static final int KEPT = COUNT;

  @TempDir Path folder;

  private DrivenProjector projector;

  @BeforeEach
  void open() {
    projector = new DrivenProjector(folder);
    for (int i = 1; i <= COUNT; i++) {
      projector.send(projector.topics.batchCommands(), story(i).opened(1, 1));
      projector.send(projector.topics.callJobs(), story(i).row(1));
      projector.send(projector.topics.batchCommands(), story(i).sealed(1));
    }
  }

  @AfterEach
  void close() {
    projector.close();
  }

  private static Story story(int number) {
    return Story.of("b" + number, 0);
  }

  private BatchPage page(int number, int limit) {
    return new Batches(List.of(projector.reader())).page(new Page(number, limit));
  }

  @Test
  void onlyWhatIsOnThePageIsRead() {
    spoil(1);
    spoil(2);
    spoil(5);

    BatchPage page = page(2, 1);

    assertThat(page.batches()).extracting("id").containsExactly(story(4).batch());
    assertThat(page.total()).isEqualTo(COUNT);
    assertThat(page(9, 1).batches()).isEmpty();
  }

  @Test
  void aListLeavesOutWhatMayBeLong() {
    Batches batches = new Batches(List.of(projector.reader()));

    assertThat(page(1, COUNT).batches())
        .allSatisfy(batch -> assertThat(batch.opened().columns()).isEmpty());
    assertThat(batches.find(story(1).batch()).orElseThrow().opened().columns()).isNotEmpty();
  }

  private void spoil(int number) {
    Bytes key = StoreKeys.batch(new LaneBatchKey(Story.lane(0), story(number).batch().token()));
    projector
        .driver
        .getKeyValueStore(ProjectorTopology.BATCHES)
        .put(key, "what nobody could read".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void allPagesTogetherAreTheList() {
    assertThat(page(1, 2).batches()).extracting("id").containsExactly(id(5), id(4));
    assertThat(page(2, 2).batches()).extracting("id").containsExactly(id(3), id(2));
    assertThat(page(3, 2).batches()).extracting("id").containsExactly(id(1));
  }

  private static Object id(int number) {
    return story(number).batch();
  }

  @Test
  void theLaneCountsWhatIsListedAndWhatIsOpen() {
    Story alone = Story.of("c1", 0);
    projector.send(projector.topics.batchCommands(), alone.openedAlone());
    projector.send(projector.topics.callEvents(), story(1).dialing(1, 1, 5));
    assertThat(projector.reader().totals())
        .isEqualTo(new LaneTotals(1, COUNT, COUNT, 1, KEPT + 1, 0));
    assertThat(new Batches(List.of(projector.reader())).kept().open()).isEqualTo(COUNT + 1);

    projector.send(projector.topics.callEvents(), story(1).settled(1, 1, 9, Outcome.ANSWERED));
    projector.send(projector.topics.callEvents(), story(2).stopped(9));
    projector.send(projector.topics.callEvents(), alone.expired(9));
    assertThat(projector.reader().totals())
        .as("what expired was never started")
        .isEqualTo(new LaneTotals(0, COUNT, COUNT - 2, 0, KEPT, 0));

    projector.send(
        projector.topics.batchCommands(), new BatchForgotten(story(1).batch(), Instant.now()));
    assertThat(projector.reader().totals())
        .isEqualTo(new LaneTotals(0, COUNT - 1, COUNT - 2, 0, KEPT, 0));
  }

  @Test
  void theLaneCountsWhatIsKeptUntilTheLastOfItIsRemoved() {
    projector.send(projector.topics.batchCommands(), Story.of("b9", 0).openedWith(40, 1_500));
    assertThat(kept()).isEqualTo(new Batches.Kept(COUNT + 1, KEPT + 40, 1_500));
    assertThat(gauge("peal_kept_calls")).isEqualTo(KEPT + 40);
    assertThat(gauge("peal_kept_bytes")).isEqualTo(1_500);

    projector.send(projector.topics.callEvents(), Story.of("b9", 0).stopped(9));
    assertThat(kept()).as("cancelled").isEqualTo(new Batches.Kept(COUNT, KEPT + 40, 1_500));

    projector.send(
        projector.topics.batchCommands(),
        new BatchForgotten(Story.of("b9", 0).batch(), Instant.now()));
    assertThat(kept().calls()).as("forgotten, and still there").isEqualTo(KEPT + 40);
    // The driver's clock began with the test; the command is younger.
    projector.driver.advanceWallClockTime(Removal.NOTICE.plusSeconds(60));

    assertThat(kept()).isEqualTo(new Batches.Kept(COUNT, KEPT, 0));
    assertThat(gauge("peal_kept_calls")).isEqualTo(KEPT);
    assertThat(gauge("peal_kept_bytes")).isZero();
  }

  private Batches.Kept kept() {
    return new Batches(List.of(projector.reader())).kept();
  }

  private double gauge(String name) {
    return projector.registry.get(name).gauge().value();
  }

  @Test
  void whatAnEarlierVersionDidNotCountIsCountedWhenTheTaskStarts() {
    KeyValueStore<Bytes, byte[]> blocks =
        projector.driver.getKeyValueStore(ProjectorTopology.BLOCKS);
    blocks.put(StoreKeys.lane(Story.lane(0)), ByteBuffer.allocate(8).putLong(0).array());
    LaneTotals found = new LaneTotals(0, COUNT, COUNT, 0, KEPT, 0);

    new TaskStores(
            projector.driver.getKeyValueStore(ProjectorTopology.CALLS),
            projector.driver.getKeyValueStore(ProjectorTopology.BATCHES),
            blocks,
            projector.driver.getKeyValueStore(ProjectorTopology.DO_NOT_CALL),
            new ProjectorMeters(new SimpleMeterRegistry()).share())
        .recount(Story.lane(0), found, true);

    assertThat(projector.reader().totals()).isEqualTo(found);
  }
}
