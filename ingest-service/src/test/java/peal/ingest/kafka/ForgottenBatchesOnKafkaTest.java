package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.ingest.batch.LeftOutRows;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.CsvFile;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.CsvText;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.Placeholders;
import peal.ingest.rejected.RejectedFolder;
import peal.numbers.NumberReader;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Left-out rows go with their batch, whenever that is forgotten, and no others go. */
@ExtendWith(KafkaFixture.class)
@Timeout(180)
class ForgottenBatchesOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final WorkspaceId ACME = new WorkspaceId("acme");

  private final Topics topics = new Topics(4);
  @TempDir private Path disk;
  private KafkaClients clients;
  private RejectedFolder folder;
  private Pen pen;

  @BeforeEach
  void start(KafkaFixture kafka) throws IOException {
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    folder = new RejectedFolder(disk, 1 << 20, Ids.ulid(), InstantSource.system());
    pen = new Pen(kafka, topics);
  }

  @AfterEach
  void stop() {
    pen.close();
  }

  private static BatchId batch(String token) {
    return BatchId.ofToken(token);
  }

  /** A file is checked, one of its rows is left out, and a batch of it starts. */
  private void leavesRowsOut(String token) throws IOException {
    CsvFile file =
        CsvFile.of(
            CsvText.of(() ->
                new ByteArrayInputStream("phone_number\nbad".getBytes(StandardCharsets.UTF_8))),
            ColumnChoice.NONE);
    CsvRules rules =
        new CsvRules(
            new NumberReader(Optional.empty()),
            CsvRules.OnDuplicates.SKIP,
            10,
            10,
            Placeholders.NONE);
    try (LeftOutRows.Taking rows = folder.begin(ACME)) {
      FileCheck.run(file, rules, rows);
      rows.keepFor(batch(token));
    }
    assertThat(has(token)).isTrue();
  }

  private boolean has(String token) {
    return folder.file(ACME, batch(token)).isPresent();
  }

  private void forgets(String token, Lane lane) {
    pen.write(topics.batchCommands(), lane, new BatchForgotten(batch(token), Instant.now()));
    pen.flush();
  }

  @Test
  void theyGoWhenTheirBatchIsForgotten() throws IOException {
    leavesRowsOut("b1");
    leavesRowsOut("b2");
    try (ForgottenBatches running = new ForgottenBatches(clients, topics, folder)) {
      forgets("b2", new Lane(new WorkspaceId("other"), 0));
      forgets("b1", new Lane(ACME, 0));

      await().atMost(SOON).until(() -> !has("b1"));
    }
    assertThat(has("b2")).isTrue();
  }

  @Test
  void theyGoWhenTheirBatchWasForgottenWhileNobodyLooked() throws IOException {
    forgets("b0", new Lane(ACME, 3));
    leavesRowsOut("b1");
    leavesRowsOut("b2");
    forgets("b1", new Lane(ACME, 1));

    try (ForgottenBatches running = new ForgottenBatches(clients, topics, folder)) {
      await().atMost(SOON).until(() -> !has("b1"));
    }
    assertThat(has("b2")).isTrue();
  }

  @Test
  void whatNobodyCanReadHoldsNothingUp() throws IOException {
    leavesRowsOut("b1");
    Lane lane = new Lane(ACME, 0);
    int partition = topics.partitionOf(lane);
    pen.scrawl(
        topics.batchCommands(),
        partition,
        "acme".getBytes(StandardCharsets.UTF_8),
        new byte[] {'{', 0});
    pen.scrawl(topics.batchCommands(), partition, null, null);
    forgets("b1", lane);

    try (ForgottenBatches running = new ForgottenBatches(clients, topics, folder)) {
      await().atMost(SOON).until(() -> !has("b1"));
    }
    assertThat(disk).isEmptyDirectory();
  }
}
