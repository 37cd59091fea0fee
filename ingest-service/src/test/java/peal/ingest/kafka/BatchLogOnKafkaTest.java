package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.LogUnavailable;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Tap;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** What readers of a real broker see of a batch that is being written. */
@ExtendWith(KafkaFixture.class)
@Timeout(180)
class BatchLogOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int LANES = 3;

  private final Topics topics = new Topics(4);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final BatchBuilder batch = BatchBuilder.batch("b1").lanes(LANES).rows(300).at(now);
  private KafkaBatchLog log;
  private Tap<BatchCommand> commands;
  private Tap<CallQueued> rows;

  @BeforeEach
  void start(KafkaFixture kafka) {
    kafka.wipe();
    KafkaClients clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    log =
        KafkaBatchLog.create(
            clients, topics, Patience.of(SOON), Ids.ulid(), InstantSource.system());
    commands = new Tap<>(kafka, topics.batchCommands());
    rows = new Tap<>(kafka, topics.callJobs());
  }

  @AfterEach
  void stop() {
    commands.close();
    rows.close();
    log.close();
  }

  private void open() throws LogUnavailable {
    Map<Lane, BatchOpened> opened = new HashMap<>();
    IntStream.range(0, LANES).forEach(i -> opened.put(batch.lane(i), batch.opened(i)));
    log.open(opened);
  }

  private void writeRows() throws LogUnavailable {
    BatchLog.Rows out = log.rows(false);
    for (long row = 1; row <= 300; row++) {
      out.write(batch.laneOf(row), batch.queued(row));
    }
    out.finish();
  }

  private Map<Lane, BatchSealed> seals() {
    Map<Lane, BatchSealed> sealed = new HashMap<>();
    IntStream.range(0, LANES).forEach(i -> sealed.put(batch.lane(i), batch.sealed(i)));
    return sealed;
  }

  @Test
  void everyStepIsDurableBeforeTheNextBegins() throws Exception {
    open();
    await().atMost(SOON).until(() -> commands.values().size() == LANES);
    assertThat(commands.values()).allMatch(BatchOpened.class::isInstance);

    writeRows();
    await().atMost(SOON).until(() -> rows.values().size() == 300);

    log.seal(seals(), Instant.now().plusSeconds(30));
    await().atMost(SOON).until(() -> commands.values().size() == 2 * LANES);
    assertThat(commands.values().subList(LANES, 2 * LANES))
        .containsExactlyInAnyOrderElementsOf(seals().values());
  }

  @Test
  void eachLanesRowsLieInFileOrderOnTheLanesPartition() throws Exception {
    open();
    writeRows();
    await().atMost(SOON).until(() -> rows.values().size() == 300);

    for (int index = 0; index < LANES; index++) {
      Lane lane = batch.lane(index);
      assertThat(rows.values().stream().filter(row -> row.call().lane() == lane.index()).toList())
          .isEqualTo(batch.queuedIn(index));
      assertThat(
              rows.records().stream()
                  .filter(record -> key(record.key()).equals(lane.key()))
                  .map(record -> record.partition())
                  .distinct()
                  .toList())
          .isEqualTo(List.of(topics.partitionOf(lane)));
    }
  }

  @Test
  void aBatchThatIsSealedTooLateIsSealedInNoLane() throws Exception {
    open();

    assertThatThrownBy(() -> log.seal(seals(), Instant.now().minusSeconds(1)))
        .isInstanceOf(LogUnavailable.class);
    log.seal(Map.of(batch.lane(0), batch.sealed(0)), Instant.now().plusSeconds(30));

    await().atMost(SOON).until(() -> commands.values().size() > LANES);
    assertThat(commands.values()).filteredOn(BatchSealed.class::isInstance).hasSize(1);
  }

  private static String key(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
