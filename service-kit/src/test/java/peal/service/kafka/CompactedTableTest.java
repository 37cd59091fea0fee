package peal.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.Limits;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.topics.Topic;
import peal.topics.Topics;

@Timeout(300)
class CompactedTableTest {
  private static final Topic<String, Workspace> TOPIC = new Topics(1).workspaces();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);
  private static final Duration SOON = Duration.ofSeconds(120);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final TableReader reader = TableReaders.of(consumer);
  private final CompactedTable<Workspace> table;

  CompactedTableTest() {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    table =
        reader.table(
            TOPIC,
            workspace -> {
              if (workspace.id().value().equals("deep")) {
                throw new StackOverflowError("a fault that a test wants");
              }
              return Optional.of(workspace);
            });
    reader.start();
  }

  @AfterEach
  void stop() {
    reader.close();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String id) {
    Workspace workspace =
        new Workspace(
            new WorkspaceId(id), id, 1, Limits.DEFAULT, List.of(), List.of(), Instant.EPOCH);
    return new ConsumerRecord<>(
        TOPIC.name(),
        0,
        offset,
        id.getBytes(StandardCharsets.UTF_8),
        TOPIC.values().serializer().serialize(TOPIC.name(), workspace));
  }

  @Test
  void whatFailsOnceIsReadAgain() {
    await().atMost(SOON).until(table::caughtUp);

    consumer.schedulePollTask(() -> {
      throw new IllegalStateException("a fault that a test wants");
    });
    consumer.schedulePollTask(() -> consumer.addRecord(record(0, "acme")));

    await().atMost(SOON).until(() -> table.get("acme").isPresent());
    assertThat(table.alive()).isTrue();
  }

  /** It would end the reading after each restart, too. */
  @Test
  void anErrorInOneRecordIsTheLossOfThatOneOnly() {
    await().atMost(SOON).until(table::caughtUp);

    consumer.schedulePollTask(() -> {
      consumer.addRecord(record(0, "deep"));
      consumer.addRecord(record(1, "acme"));
    });

    await().atMost(SOON).until(() -> table.get("acme").isPresent());
    assertThat(table.get("deep")).isEmpty();
    assertThat(table.alive()).isTrue();
  }

  /** Nobody would notice: what was read goes on being shown, and revoked keys open for ever. */
  @Test
  void aTableThatIsReadNoMoreSaysSo() {
    await().atMost(SOON).until(table::caughtUp);
    assertThat(table.alive()).isTrue();

    consumer.schedulePollTask(() -> {
      throw new StackOverflowError("a fault that a test wants");
    });

    await().atMost(SOON).until(() -> !table.alive());
  }
}
