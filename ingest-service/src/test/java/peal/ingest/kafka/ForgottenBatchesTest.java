package peal.ingest.kafka;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import peal.ingest.rejected.RejectedFolder;
import peal.service.Ids;
import peal.topics.Topics;

@Timeout(180)
class ForgottenBatchesTest {
  /** Else nothing would be deleted any more until a restart, and nobody would know. */
  @Test
  void whateverFailsItBeginsAnew(@TempDir Path disk) throws IOException {
    AtomicInteger begun = new AtomicInteger();
    RejectedFolder folder = new RejectedFolder(disk, 1 << 20, Ids.ulid(), InstantSource.system());

    try (ForgottenBatches batches =
        new ForgottenBatches(
            () -> {
              if (begun.incrementAndGet() % 2 == 0) {
                throw new StackOverflowError("a fault that a test wants");
              }
              throw new IllegalStateException("a fault that a test wants");
            },
            new Topics(1),
            folder,
            Duration.ofMillis(20))) {
      await().atMost(Duration.ofSeconds(120)).until(() -> begun.get() > 3);
    }
  }
}
