package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who takes a byte now and then must not hold a place for ever. */
@Timeout(300)
class ReadingRateTest {
  /** More than a connection's buffers swallow. */
  private static final int LONG = 32 << 20;

  private final ReadingRate.Pace pace = new ReadingRate.Pace();

  /** A reader that takes so much, and then is waited for. */
  private void take(int kilobytes) {
    for (int i = 0; i < kilobytes; i++) {
      pace.begins();
      pace.wrote(1_024);
    }
    pace.begins();
  }

  @Test
  void whoTakesLessThanAKilobyteASecondFromOneLookToTheNextIsTooSlow() {
    take(100);
    assertThat(pace.fastEnough()).as("the first look").isTrue();
    take(29);

    assertThat(pace.fastEnough()).isFalse();
  }

  @Test
  void whoTakesAsMuchOrMoreIsNot() {
    take(100);
    for (int i = 0; i < 5; i++) {
      assertThat(pace.fastEnough()).isTrue();
      take(30);
    }
    assertThat(pace.fastEnough()).isTrue();
  }

  @Test
  void whereThereIsNothingToWriteNobodyIsSlow() {
    pace.begins();
    pace.wrote(1);

    assertThat(pace.fastEnough()).isTrue();
    assertThat(pace.fastEnough()).isTrue();
  }

  @Test
  void anAnswerThatNobodyReadsIsBrokenOffAndLetsGoOfWhatItHeld() throws Exception {
    CountDownLatch letGo = new CountDownLatch(1);
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new ReadingRate(answering(letGo), Duration.ofMillis(100), metrics));
    server.start();
    try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      reader
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      letGo.await();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> metrics.counter("peal.slow.readers").count() == 1);
    } finally {
      server.stop();
    }
  }

  /** Idle time-outs do not come into it: they are half a minute. */
  private static Handler answering(CountDownLatch letGo) {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        Request.addCompletionListener(request, fault -> letGo.countDown());
        response.write(true, ByteBuffer.allocate(LONG), callback);
        return true;
      }
    };
  }
}
