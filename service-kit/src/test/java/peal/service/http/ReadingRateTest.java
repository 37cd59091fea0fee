package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who takes a byte now and then must not hold a place for ever. */
class ReadingRateTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Semaphore taken = new Semaphore(0);
  private final Reader reader = new Reader();
  private final ReadingRate rate = new ReadingRate(reader);

  /** Takes as many bytes as it is let. */
  private final class Reader extends OutputStream {
    @Override
    public void write(int b) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        taken.acquire(length);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private final Thread writer =
      Thread.ofPlatform()
          .start(() -> {
            try {
              while (true) {
                rate.write(new byte[1_024]);
              }
            } catch (IOException e) {
              // The test is over.
            }
          });

  @AfterEach
  void stop() {
    writer.interrupt();
  }

  /** Lets the reader take so much, and waits until it waits for more. */
  private void take(int kilobytes) {
    taken.release(kilobytes * 1_024);
    await().atMost(SOON).until(() -> taken.availablePermits() == 0 && taken.hasQueuedThreads());
  }

  @Test
  void whoTakesLessThanAKilobyteASecondFromOneLookToTheNextIsTooSlow() {
    take(100);
    assertThat(rate.fastEnough()).as("the first look").isTrue();
    take(29);

    assertThat(rate.fastEnough()).isFalse();
  }

  @Test
  void whoTakesAsMuchOrMoreIsNot() {
    take(100);
    for (int i = 0; i < 5; i++) {
      assertThat(rate.fastEnough()).isTrue();
      take(30);
    }
    assertThat(rate.fastEnough()).isTrue();
  }

  @Test
  void whereThereIsNothingToWriteNobodyIsSlow() throws Exception {
    ReadingRate idle = new ReadingRate(OutputStream.nullOutputStream());
    idle.write(1);

    assertThat(idle.fastEnough()).isTrue();
    assertThat(idle.fastEnough()).isTrue();
  }
}
