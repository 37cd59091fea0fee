package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.ingest.batch.AgentSnapshot;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.Samples;
import peal.ingest.batch.SealUnknown;
import peal.service.trace.Origin;
import peal.topics.Topics;

class KafkaBatchLogTest {
  private static final BatchId BATCH = new BatchId("batch_b1");
  private static final Lane FIRST = new Lane(Samples.WORKSPACE, 0);
  private static final Lane SECOND = new Lane(Samples.WORKSPACE, 1);
  private static final Instant LATEST = Samples.NOW.plus(Duration.ofMinutes(14));

  private final Topics topics = new Topics(4);
  private final MockProducer<String, BatchCommand> commands =
      producer(true, topics.batchCommands().values().serializer());
  private final MockProducer<String, CallQueued> rows =
      producer(true, topics.callJobs().values().serializer());
  private final List<Seals> sealers = new ArrayList<>();
  private int timeouts;
  private RuntimeException afterTimeouts;
  private Instant now = Samples.NOW;

  private final KafkaBatchLog log = log(commands, rows);

  private KafkaBatchLog log(
      MockProducer<String, BatchCommand> commands, MockProducer<String, CallQueued> rows) {
    return new KafkaBatchLog(
        topics,
        commands,
        rows,
        () -> {
          sealers.add(new Seals());
          return sealers.getLast();
        },
        null,
        null,
        new Patience(Duration.ofSeconds(1), Duration.ofSeconds(10)),
        () -> now);
  }

  /** A transactional producer whose commits time out, each after four seconds. */
  private final class Seals extends MockProducer<String, BatchCommand> {
    Seals() {
      super(true, null, new StringSerializer(), topics.batchCommands().values().serializer());
    }

    @Override
    public void commitTransaction() {
      if (timeouts > 0) {
        timeouts--;
        now = now.plusSeconds(4);
        throw new TimeoutException("no answer");
      }
      if (afterTimeouts != null) {
        throw afterTimeouts;
      }
      super.commitTransaction();
    }
  }

  private static <V> MockProducer<String, V> producer(boolean acks, Serializer<V> values) {
    return new MockProducer<>(acks, null, new StringSerializer(), values);
  }

  private static Map<Lane, BatchSealed> seals() {
    return Map.of(
        FIRST,
        new BatchSealed(BATCH, Samples.NOW, 1),
        SECOND,
        new BatchSealed(BATCH, Samples.NOW, 0));
  }

  private static BatchOpened opened(long laneTotal) {
    return new BatchOpened(
        BATCH,
        Samples.NOW,
        null,
        AgentSnapshot.of(Samples.agent().build(), java.util.Optional.empty(), Samples.workspace(2)),
        1,
        laneTotal,
        LATEST,
        null,
        null);
  }

  private static CallQueued row(long row) {
    return new CallQueued(
        CallId.ofRow(BATCH, 0, row), Samples.NOW, new PhoneNumber("+12125550123"), Map.of());
  }

  @Test
  void openingWritesToEveryLanesPartition() throws Exception {
    log.open(Map.of(FIRST, opened(1), SECOND, opened(0)));

    assertThat(commands.history()).extracting(ProducerRecord::topic).containsOnly("batch-commands");
    assertThat(commands.history())
        .extracting(ProducerRecord::key, ProducerRecord::partition)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("acme/0", topics.partitionOf(FIRST)),
            org.assertj.core.groups.Tuple.tuple("acme/1", topics.partitionOf(SECOND)));
  }

  @Test
  void whatABatchIsOpenedWithTellsWhichRequestItCameWith() throws Exception {
    Origin origin = new Origin("req-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    try (Origin.Entered entered = origin.enter()) {
      log.open(Map.of(FIRST, opened(1), SECOND, opened(0)));
    }

    assertThat(commands.history())
        .hasSize(2)
        .allMatch(record -> Origin.of(record.headers()).equals(origin));
  }

  @Test
  void openingWaitsForTheAcknowledgement() {
    MockProducer<String, BatchCommand> slow =
        producer(false, topics.batchCommands().values().serializer());
    KafkaBatchLog slowLog = log(slow, rows);
    CompletableFuture<Void> opening =
        CompletableFuture.runAsync(() -> {
          try {
            slowLog.open(Map.of(FIRST, opened(1)));
          } catch (LogUnavailable e) {
            throw new IllegalStateException(e);
          }
        });

    Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> slow.history().size() == 1);
    assertThat(opening).isNotDone();
    slow.completeNext();
    assertThat(opening).succeedsWithin(120, TimeUnit.SECONDS);
  }

  @Test
  void smallBatchesAndBigOnesHaveTheirOwnTopics() throws Exception {
    log.rows(false).write(FIRST, row(1));
    log.rows(true).write(FIRST, row(2));

    assertThat(rows.history())
        .extracting(ProducerRecord::topic)
        .containsExactly("call-jobs", "call-jobs-bulk");
  }

  @Test
  void aRowThatIsNotAcknowledgedFailsTheBatch() throws Exception {
    MockProducer<String, CallQueued> failing =
        producer(false, topics.callJobs().values().serializer());
    BatchLog.Rows batch = log(commands, failing).rows(false);
    batch.write(FIRST, row(1));
    batch.write(FIRST, row(2));
    failing.errorNext(new TimeoutException("gone"));
    failing.completeNext();

    assertThatThrownBy(batch::finish).isInstanceOf(LogUnavailable.class);
  }

  @Test
  void rowsInFlightAreBounded() throws Exception {
    MockProducer<String, CallQueued> silent =
        producer(false, topics.callJobs().values().serializer());
    BatchLog.Rows batch = log(commands, silent).rows(true);
    for (int i = 1; i <= RowsInFlight.LIMIT; i++) {
      batch.write(FIRST, row(i));
    }

    assertThatThrownBy(() -> batch.write(FIRST, row(RowsInFlight.LIMIT + 1)))
        .isInstanceOf(LogUnavailable.class);
    assertThat(silent.history()).hasSize(RowsInFlight.LIMIT);
  }

  @Test
  void sealsOfAllLanesAreOneTransaction() throws Exception {
    log.seal(seals(), LATEST);

    Seals sealer = sealers.getFirst();
    assertThat(sealer.commitCount()).isEqualTo(1);
    assertThat(sealer.history()).hasSize(2);
  }

  @Test
  void aCommitWithoutAnAnswerIsAskedAgain() throws Exception {
    timeouts = 2;

    log.seal(seals(), LATEST);

    assertThat(sealers).hasSize(1);
    assertThat(sealers.getFirst().history()).hasSize(2);
  }

  @Test
  void aCommitThatIsNeverAnsweredIsUnknownAndTheNextSealStartsAfresh() throws Exception {
    timeouts = 3;

    assertThatThrownBy(() -> log.seal(seals(), LATEST)).isInstanceOf(SealUnknown.class);
    assertThat(sealers.getFirst().closed()).isTrue();

    log.seal(seals(), LATEST);
    assertThat(sealers).hasSize(2);
    assertThat(sealers.getLast().history()).hasSize(2);
  }

  @Test
  void aCommitIsNotAskedBeyondTheSealsDeadline() {
    timeouts = 3;

    assertThatThrownBy(() -> log.seal(seals(), Samples.NOW.plusSeconds(2)))
        .isInstanceOf(SealUnknown.class);
    assertThat(timeouts).isEqualTo(2);
  }

  @Test
  void aTransactionThatTheCoordinatorGaveUpIsNoSeal() {
    timeouts = 1;
    afterTimeouts = new ProducerFencedException("timed out");

    assertThatThrownBy(() -> log.seal(seals(), LATEST)).isInstanceOf(LogUnavailable.class);
    assertThat(sealers.getFirst().history()).isEmpty();
  }

  @Test
  void nothingIsSealedTooLate() {
    assertThatThrownBy(() -> log.seal(seals(), now)).isInstanceOf(LogUnavailable.class);
    assertThat(sealers).as("not even opened").isEmpty();
  }
}
