package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.BatchId;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.LogUnavailable;
import peal.topics.Topics;

/** Seals go one after the other; nobody waits for the others for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchSealerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATEST = NOW.plusSeconds(600);

  private final Topics topics = new Topics(1);
  private final CountDownLatch committing = new CountDownLatch(1);
  private final CountDownLatch committed = new CountDownLatch(1);
  private int producers;
  private final BatchSealer<BatchCommand> sealer =
      BatchSealer.alone(this::producer, Duration.ZERO, () -> NOW);

  /** Its commits take until the test says so. */
  private MockProducer<String, BatchCommand> producer() {
    producers++;
    return new MockProducer<>(
        true, null, new StringSerializer(), topics.batchCommands().values().serializer()) {
      @Override
      public void commitTransaction() {
        committing.countDown();
        try {
          committed.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        super.commitTransaction();
      }
    };
  }

  @Test
  void whoseTurnDoesNotComeIsNotSealedAndToldSo() throws Exception {
    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> seal(LATEST));
    committing.await();

    assertThatThrownBy(() -> sealer.seal(seals(), LATEST))
        .isInstanceOf(LogUnavailable.class)
        .hasMessageContaining("other seals");

    committed.countDown();
    slow.join();
    seal(LATEST);
  }

  @Test
  void whatIsTooLateDoesNotWaitForAProducer() {
    assertThatThrownBy(() -> sealer.seal(seals(), NOW)).isInstanceOf(LogUnavailable.class);

    assertThat(producers).isZero();
  }

  private void seal(Instant latest) {
    try {
      sealer.seal(seals(), latest);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<ProducerRecord<String, BatchCommand>> seals() {
    BatchCommand seal = new BatchSealed(BatchId.ofToken("b1"), NOW, 1);
    return List.of(new ProducerRecord<>(topics.batchCommands().name(), 0, "ws/0", seal));
  }
}
