package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.ingest.batch.BatchLog.Extending;
import peal.ingest.batch.BatchLog.LaneRow;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.RowsInProgress;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.kafka.KafkaFixture;
import peal.topics.EnvelopeSerde;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Rows that different ingest services add to one batch, over a real broker. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class ExtentsOnKafkaTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final Lane LANE = new Lane(ACME, 0);
  private static final BatchId BATCH = new BatchId("batch_one");
  private static final BatchExtent START = new BatchExtent(0, 1, 1, List.of(1L), false, 1L);
  private static final BatchExtent NEXT = START.plus(1, new long[] {1}, 1);

  private final Topics topics = new Topics(2);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Optional<Claim> first = Optional.of(new Claim("c1", Optional.empty()));
  private final Optional<Claim> repeat = Optional.of(new Claim("c1", Optional.of(now)));
  private KafkaClients clients;
  private KafkaBatchLog here;
  private KafkaBatchLog there;

  @BeforeEach
  void start(KafkaFixture kafka) {
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, Duration.ofSeconds(120));
    here = log();
    there = log();
  }

  private KafkaBatchLog log() {
    return KafkaBatchLog.create(
        clients, topics, Patience.of(Duration.ofSeconds(60)), Ids.ulid(), InstantSource.system());
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
  }

  private CallQueued row(long number) {
    return new CallQueued(
        CallId.ofRow(BATCH, 0, number), now, new PhoneNumber("+15550001000"), Map.of());
  }

  private void write(Extending taken, BatchExtent extent) throws Exception {
    taken.write(
        List.of(new LaneRow(LANE, row(extent.lastRow()))),
        false,
        Map.of(LANE, new BatchExtended(BATCH, now, extent)));
  }

  /** Rows that whoever reads what is committed will see. */
  private long rows() {
    TopicPartition lane = new TopicPartition(topics.callJobs().name(), topics.partitionOf(LANE));
    long rows = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test", Map.of())) {
      consumer.assign(List.of(lane));
      consumer.seekToBeginning(List.of(lane));
      long end = consumer.endOffsets(List.of(lane)).get(lane);
      while (consumer.position(lane) < end) {
        rows += consumer.poll(Duration.ofMillis(100)).count();
      }
    }
    return rows;
  }

  @Test
  void whatWasAddedThereIsKnownHereWhoeverAsksForIt() throws Exception {
    try (Extending taken = here.extend(ACME, BATCH, first, 0)) {
      assertThat(taken.newest()).isEmpty();
      write(taken, NEXT);
    }

    try (Extending again = there.extend(ACME, BATCH, repeat, 1_000_000)) {
      assertThat(again.earlier()).contains(NEXT);
      assertThat(again.newest()).contains(NEXT);
    }
    try (Extending other = there.extend(ACME, BATCH, Optional.empty(), 0)) {
      assertThat(other.earlier()).isEmpty();
      assertThat(other.newest()).contains(NEXT);
    }
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void whoeverHadTheBatchBeforeAddsNothingMore() throws Exception {
    try (Extending slow = here.extend(ACME, BATCH, first, 0);
        Extending quick = there.extend(ACME, BATCH, Optional.empty(), 0)) {
      assertThatThrownBy(() -> write(slow, NEXT)).isInstanceOf(RowsInProgress.class);
      write(quick, NEXT);
    }
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void inOneProcessTheSecondWaitsForItsTurn() throws Exception {
    CompletableFuture<Extending> second;
    try (Extending taken = here.extend(ACME, BATCH, first, 0)) {
      second = CompletableFuture.supplyAsync(this::second);
      write(taken, NEXT);
    }
    try (Extending taken = second.join()) {
      assertThat(taken.newest()).contains(NEXT);
    }
  }

  private Extending second() {
    try {
      return here.extend(ACME, BATCH, Optional.empty(), 0);
    } catch (LogUnavailable | RowsInProgress e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rowsThatWereBegunAndNotCommittedAreNeverSeen() throws Exception {
    // given an ingest service that was killed while it added rows
    try (KafkaProducer<String, LaneEvent> killed =
        clients.producer(
            "killed",
            EnvelopeSerde.of(LaneEvent.class, 1).serializer(),
            Patience.of(Duration.ofSeconds(60))
                .transactional(
                    ClaimSlots.transactionalId(
                        new Claim("one", Optional.empty(), Claim.Kind.ROWS), ACME)))) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(TakenExtent.plain(topics.record(topics.callJobs(), LANE, row(2))));
      killed.flush();

      try (Extending again = there.extend(ACME, BATCH, repeat, 0)) {
        assertThat(again.earlier()).isEmpty();
        assertThatThrownBy(killed::commitTransaction).isInstanceOf(RuntimeException.class);
        write(again, NEXT);
      }
    }
    assertThat(rows()).isEqualTo(1);
  }
}
