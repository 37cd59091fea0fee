package peal.standalone.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Duration LONG = Duration.ofSeconds(120);

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;
  private Wire wire;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    wire = Wire.to(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    client.close();
    wire.close();
    server.stop(0);
  }

  @Test
  void whatIsSaidPassesAndIsAnswered() throws Exception {
    assertThat(ask(LONG)).isEqualTo(204);
    assertThat(ask(LONG)).isEqualTo(204);

    assertThat(asked).hasValue(2);
  }

  @Test
  void inSilenceNothingArrivesNotEvenLater() throws Exception {
    ask(LONG);

    wire.silence();
    assertThatThrownBy(() -> ask(Duration.ofMillis(300))).isInstanceOf(HttpTimeoutException.class);
    assertThatThrownBy(() -> ask(Duration.ofMillis(300))).isInstanceOf(HttpTimeoutException.class);
    wire.mend();

    assertThat(ask(LONG)).isEqualTo(204);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoeverStillWaitsIsResetWhenTheSilenceEnds() {
    wire.silence();
    var waiting = client.sendAsync(request(LONG), HttpResponse.BodyHandlers.discarding());
    wire.mend();

    // Sent in the silence and reset after it, or sent when it was over.
    assertThat(waiting.handle((answer, e) -> answer == null ? 0 : answer.statusCode()).join())
        .isIn(0, 204);
  }

  @Test
  void aResetIsHeardAtOnce() throws Exception {
    ask(LONG);

    wire.reset();
    assertThatThrownBy(() -> ask(LONG))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
    wire.mend();

    assertThat(ask(LONG)).isEqualTo(204);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatIsLateArrives() throws Exception {
    wire.slow(Duration.ofMillis(50));

    assertThat(ask(LONG)).isEqualTo(204);
  }

  @Test
  void anEndWhereNobodyIsResets() {
    server.stop(0);

    assertThatThrownBy(() -> ask(LONG)).isInstanceOf(IOException.class);
  }

  private int ask(Duration within) throws IOException, InterruptedException {
    return client.send(request(within), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest request(Duration within) {
    return HttpRequest.newBuilder(wire.address())
        .timeout(within)
        .POST(HttpRequest.BodyPublishers.ofString("ring"))
        .build();
  }
}
