package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.Suppression;
import peal.projector.ProjectorMeters;
import peal.projector.Story;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.LaneTotals;

/**
 * One entry that could not be read kept its whole task from starting, here and wherever it went.
 */
class UnreadableEntriesTest {
  private static final Lane BROKEN = new Lane(new WorkspaceId("broken"), 0);
  private static final Lane SOUND = new Lane(new WorkspaceId("sound"), 0);
  private static final Bytes ENTRY = StoreKeys.batch(new LaneBatchKey(BROKEN, "b0"));
  private static final byte[] NONSENSE = "nonsense".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LaneProcessor projector =
      new LaneProcessor(
          new ProjectorMeters(meters),
          new CatchUp(new FakeInputs(), new FoldPosition()),
          new FoldPosition(),
          "events");
  private MockProcessorContext<String, Suppression> context;

  @BeforeEach
  void aTask() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "unreadable-entries");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    context = new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    context.setCurrentSystemTimeMs(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    for (String name :
        List.of(ProjectorTopology.CALLS, ProjectorTopology.BATCHES, ProjectorTopology.BLOCKS)) {
      KeyValueStore<Bytes, byte[]> store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
  }

  @Test
  void isLeftAsideAndCountedAndItsNeighboursGoOn() {
    KeyValueStore<Bytes, byte[]> batches = context.getStateStore(ProjectorTopology.BATCHES);
    batches.put(ENTRY, NONSENSE);

    projector.init(context);
    projector.process(new Record<>(SOUND, Story.of("b1", 0).opened(1, 1), 0));

    assertThat(batches.get(StoreKeys.batch(new LaneBatchKey(SOUND, "b1")))).isNotNull();
    assertThat(batches.get(ENTRY)).isEqualTo(NONSENSE);
    assertThat(failing()).isOne();

    projector.close();
    assertThat(failing()).isZero();
  }

  /** An earlier version counted nothing of it, and what is removed was taken from that. */
  @Test
  void itsLaneIsCountedAsFarAsItCanBeReadSoThatNoCountFallsBelowZero() {
    KeyValueStore<Bytes, byte[]> batches = context.getStateStore(ProjectorTopology.BATCHES);
    KeyValueStore<Bytes, byte[]> blocks = context.getStateStore(ProjectorTopology.BLOCKS);
    projector.init(context);
    projector.process(new Record<>(BROKEN, Story.of("b1", 0).openedWith(40, 1_500), 0));
    projector.close();
    batches.put(ENTRY, NONSENSE);
    blocks.put(StoreKeys.lane(BROKEN), StoredTotals.write(new LaneTotals(0, 3, -1, 0, 0, 0)));

    projector.init(context);
    projector.process(new Record<>(SOUND, Story.of("b2", 0).opened(1, 1), 0));

    assertThat(StoredTotals.read(blocks.get(StoreKeys.lane(BROKEN))))
        .isEqualTo(new LaneTotals(0, 3, 1, 0, 40, 1_500));
  }

  private double failing() {
    return meters.get("peal_lanes_failing").gauge().value();
  }
}
