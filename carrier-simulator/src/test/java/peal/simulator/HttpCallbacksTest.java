package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpCallbacksTest {
  private static final Callback CALLBACK =
      new Callback("call_a-0-1#1", "ws/0", "ringing", ManualTime.START, 1, null, null, null);

  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private final List<Duration> gaps = new CopyOnWriteArrayList<>();
  private final HttpCallbacks callbacks =
      new HttpCallbacks(
          new Signature("secret"),
          () -> ManualTime.START,
          (gap, task) -> {
            gaps.add(gap);
            task.run();
          },
          new SimpleMeterRegistry());
  private HttpServer receiver;
  private volatile int refusals;
  private volatile int refusal = 503;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    signatures.add(exchange.getRequestHeaders().getFirst(Signature.HEADER));
    exchange.sendResponseHeaders(signatures.size() <= refusals ? refusal : 204, -1);
    exchange.close();
  }

  @AfterEach
  void stop() {
    callbacks.close();
    receiver.stop(0);
  }

  @Test
  void aCallbackIsSigned() throws Exception {
    deliver();

    // echo -n '1772366400.<the body>' | openssl dgst -sha256 -hmac secret
    assertThat(signatures)
        .containsExactly(
            "t=1772366400,v1=bf743a449bd208d8c0b838f7ddd1b8994bdd313c9d9cb4cdbfda52c554fde427");
  }

  @Test
  void aReceiverThatIsNotReadyIsAskedAgainWithGrowingGaps() throws Exception {
    refusals = 2;

    deliver();

    assertThat(signatures).hasSize(3);
    assertThat(gaps).containsExactly(Duration.ofMillis(200), Duration.ofMillis(600));
  }

  @Test
  void theSenderGivesUpInTheEnd() throws Exception {
    refusals = 100;

    deliver();

    assertThat(signatures).hasSize(6);
  }

  @Test
  void aReceiverThatRefusesForGoodIsNotAskedAgain() throws Exception {
    refusals = 1;
    refusal = 401;

    deliver();

    assertThat(signatures).hasSize(1);
  }

  private void deliver() throws Exception {
    URI to = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/callbacks");
    CompletableFuture<Void> done = callbacks.deliver(to, CALLBACK).toCompletableFuture();
    done.get(10, TimeUnit.SECONDS);
  }
}
