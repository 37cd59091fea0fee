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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.LogUnavailable;
import peal.topics.Topics;

/** One tenant's question reads everybody's commands. */
class SealSearchTest {
  private static final Instant SINCE = Instant.ofEpochSecond(1_767_225_600);
  private static final Duration LIMIT = Duration.ofMillis(10);
  private static final BatchId BATCH = new BatchId("batch_b1");
  private static final int EACH_POLL = 3;

  private final Topics topics = new Topics(1);
  private final TopicPartition partition = new TopicPartition(topics.batchCommands().name(), 0);
  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> read = new ArrayList<>();

  /** The log of a lane, of which each poll gives three commands. */
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();

  /** How long a poll takes. */
  private Duration slow = Duration.ZERO;

  private Runnable onPoll = () -> {};

  private final SealSearch search =
      new SealSearch(
          new CommandReader(
              this::consumer,
              (partition, since) -> new long[] {0, log.size()},
              topics,
              LIMIT,
              nanos::get));

  private MockConsumer<byte[], byte[]> consumer() {
    return new MockConsumer<>("earliest") {
      @Override
      public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        onPoll.run();
        nanos.addAndGet(slow.toNanos());
        updateBeginningOffsets(Map.of(partition, 0L));
        long from = position(partition);
        log.subList((int) from, (int) Math.min(log.size(), from + EACH_POLL))
            .forEach(record -> {
              read.add(record.offset());
              addRecord(record);
            });
        return super.poll(timeout);
      }
    };
  }

  private void givenCommands(int count) {
    for (int i = 0; i < count; i++) {
      add("somebody-" + i, new BatchId("batch_other"));
    }
  }

  private void add(String claim, BatchId batch) {
    BatchCommand sealed = new BatchSealed(batch, SINCE, 1);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            partition.topic(),
            0,
            log.size(),
            null,
            topics.batchCommands().values().serializer().serialize("", sealed));
    record.headers().add(SealSearch.CLAIM, claim.getBytes(StandardCharsets.UTF_8));
    log.add(record);
  }

  private Optional<BatchId> find(String claim, String workspace) throws LogUnavailable {
    return search.find(claim, new Lane(new WorkspaceId(workspace), 0), SINCE);
  }

  /** Else a log that is longer than can be read in time would never be read to its end. */
  @Test
  void whoAsksAgainGoesOnWhereTheTimeWasOver() throws Exception {
    givenCommands(10);
    add("mine", BATCH);
    slow = LIMIT.plusMillis(1);

    for (int tries = 0; tries < 3; tries++) {
      assertThatThrownBy(() -> find("mine", "acme")).isInstanceOf(LogUnavailable.class);
    }

    assertThat(find("mine", "acme")).contains(BATCH);
    assertThat(read).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsReadTwiceAndWhatWasFoundIsFoundAgain() throws Exception {
    givenCommands(7);
    assertThat(find("mine", "acme")).isEmpty();
    add("mine", BATCH);

    assertThat(find("mine", "acme")).contains(BATCH);
    assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(find("mine", "acme")).contains(BATCH);
    assertThat(find("other", "acme")).isEmpty();
  }

  @Test
  void aWorkspaceAsksOneQuestionAtATimeAndOthersAskBesideIt() throws Exception {
    givenCommands(1);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    onPoll =
        () -> {
          if (asked.getCount() > 0) {
            asked.countDown();
            await(go);
          }
        };
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> {
          try {
            find("one", "acme");
          } catch (LogUnavailable e) {
            throw new IllegalStateException(e);
          }
        });
    await(asked);

    assertThatThrownBy(() -> find("two", "acme")).hasMessageContaining("too many");
    assertThat(find("three", "rival")).isEmpty();

    go.countDown();
    first.get(60, TimeUnit.SECONDS);
    assertThat(find("two", "acme")).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
