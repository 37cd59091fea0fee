package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.LaneEvent;
import peal.ingest.batch.BatchLog.Extending;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.RowsInProgress;
import peal.ingest.batch.SealUnknown;
import peal.topics.EnvelopeSerde;
import peal.topics.Topics;

/** What an addition is told when its commit is not answered. */
class ExtentsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);
  private static final Lane LANE = new Lane(new WorkspaceId("acme"), 0);
  private static final BatchId BATCH = new BatchId("batch_one");
  private static final BatchExtent START = new BatchExtent(0, 1, 1, List.of(1L), false, 1L);
  private static final BatchExtent NEXT = START.plus(1, new long[] {1}, 1);

  private final Topics topics = new Topics(1);
  private final TopicPartition partition = new TopicPartition(topics.batchCommands().name(), 0);
  private final EnvelopeSerde<LaneEvent> values = EnvelopeSerde.of(LaneEvent.class, 1);

  /** What is committed of the lane's commands. */
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();

  private final List<RuntimeException> answers = new ArrayList<>();
  private Instant now = NOW;
  private Duration slow = Duration.ZERO;
  private boolean holds;
  private RuntimeException opening;
  private boolean readable = true;
  private int marks;

  private final Extents extents =
      new Extents(
          topics,
          id -> new Writer(),
          new ExtentSearch(
              new CommandReader(
                  this::consumer,
                  (partition, since) -> new long[] {0, log.size()},
                  topics,
                  Duration.ofSeconds(60),
                  System::nanoTime)),
          new Patience(Duration.ofSeconds(1), Duration.ofSeconds(10)),
          Duration.ZERO,
          () -> "mark" + marks++,
          () -> now);

  /** A producer whose commits hold, or do not, whatever it is answered. */
  private final class Writer extends MockProducer<String, LaneEvent> {
    Writer() {
      super(true, null, new StringSerializer(), values.serializer());
    }

    @Override
    public void initTransactions() {
      if (opening != null) {
        throw opening;
      }
      super.initTransactions();
    }

    @Override
    public void commitTransaction() {
      now = now.plus(slow);
      if (holds) {
        uncommittedRecords().forEach(ExtentsTest.this::commit);
        holds = false;
      }
      if (!answers.isEmpty()) {
        throw answers.removeFirst();
      }
    }
  }

  private void commit(ProducerRecord<String, ? extends LaneEvent> record) {
    ConsumerRecord<byte[], byte[]> committed =
        new ConsumerRecord<>(
            partition.topic(),
            0,
            log.size(),
            record.key().getBytes(StandardCharsets.UTF_8),
            values.serializer().serialize("", record.value()));
    record.headers().forEach(header -> committed.headers().add(header));
    log.add(committed);
  }

  private MockConsumer<byte[], byte[]> consumer() {
    if (!readable) {
      throw new KafkaException("no broker");
    }
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.schedulePollTask(() -> log.forEach(consumer::addRecord));
    return consumer;
  }

  private BatchExtent write(Extending taken) throws Exception {
    return taken.write(List.of(), false, Map.of(LANE, new BatchExtended(BATCH, NOW, NEXT)));
  }

  private Extending take(String... claim) throws Exception {
    Optional<Claim> claimed =
        Optional.of(claim)
            .filter(ids -> ids.length > 0)
            .map(ids -> new Claim(ids[0], Optional.empty()));
    return extents.take(LANE.workspace(), BATCH, claimed, 0);
  }

  /** The coordinator died before it answered, and the next addition waited for its commit. */
  @Test
  void aCommitThatHeldBeforeItsWriterWasShutOutHasAddedTheRows() throws Exception {
    holds = true;
    answers.add(new TimeoutException("no answer"));
    answers.add(new ProducerFencedException("somebody else has the batch"));

    try (Extending taken = take()) {
      assertThat(write(taken)).isEqualTo(NEXT);
    }
    assertThat(log).hasSize(1);
  }

  @Test
  void aCommitThatDidNotHoldIsToComeAgain() throws Exception {
    answers.add(new ProducerFencedException("somebody else has the batch"));

    try (Extending taken = take("c1")) {
      assertThatThrownBy(() -> write(taken)).isInstanceOf(RowsInProgress.class);
    }
  }

  @Test
  void whatCannotBeLookedUpIsUnknown() throws Exception {
    holds = true;
    answers.add(new ProducerFencedException("somebody else has the batch"));

    try (Extending taken = take("c1")) {
      readable = false;
      assertThatThrownBy(() -> write(taken)).isInstanceOf(SealUnknown.class);
    }
  }

  @Test
  void whatKafkaHasEndedBecauseItTookTooLongIsNoOtherAddition() throws Exception {
    answers.add(new ProducerFencedException("given up"));

    try (Extending taken = take("c1")) {
      slow = Patience.TRANSACTION;
      assertThatThrownBy(() -> write(taken)).isInstanceOf(LogUnavailable.class);
    }
  }

  /** Lanes of a workspace may lie in one partition, and only the first is told all. */
  @Test
  void onlyWhatTheFirstLaneIsToldCounts() throws Exception {
    commit(topics.record(topics.batchCommands(), LANE, new BatchExtended(BATCH, NOW, NEXT)));
    Lane other = new Lane(LANE.workspace(), 3);
    commit(topics.record(topics.batchCommands(), other, new BatchExtended(BATCH, NOW, NEXT.in(3))));

    try (Extending taken = take()) {
      assertThat(taken.newest()).contains(NEXT);
    }
  }

  @Test
  void whatFailsOnTheWayHoldsUpNoOther() throws Exception {
    opening = new IllegalArgumentException("no such setting");
    assertThatThrownBy(this::take).isSameAs(opening);
    opening = null;

    try (Extending taken = take()) {
      assertThatThrownBy(this::take).isInstanceOf(RowsInProgress.class);
      write(taken);
    }
    take().close();
  }

  @Test
  void aRecordThatCannotBeReadHoldsUpNoAdditionUnlessItMayBeOne() throws Exception {
    byte[] key = LANE.key().getBytes(StandardCharsets.UTF_8);
    byte[] broken = "no JSON".getBytes(StandardCharsets.UTF_8);
    log.add(new ConsumerRecord<>(partition.topic(), 0, 0, key, broken));
    take().close();

    log.add(new ConsumerRecord<>(partition.topic(), 0, 1, key, broken));
    log.getLast().headers().add(SealSearch.CLAIM, key);
    assertThatThrownBy(this::take).isInstanceOf(LogUnavailable.class);
  }
}
