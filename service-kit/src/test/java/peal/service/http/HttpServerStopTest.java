package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.service.Metrics;

@Timeout(120)
class HttpServerStopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);

  private HttpServer server(Duration stopWithin) {
    return HttpServer.start(
        "127.0.0.1",
        0,
        stopWithin,
        new HttpServer.Health(() -> true, () -> true, () -> Map.of("carrier", "failing")),
        Metrics.registry(),
        config ->
            config.routes.get(
                "/slow",
                ctx -> {
                  working.countDown();
                  finish.await(10, TimeUnit.MINUTES);
                  ctx.result("done");
                }));
  }

  @Test
  void aRequestUnderWayIsAnsweredAndNoConnectionIsTakenAnyMore() throws Exception {
    HttpServer server = server(Duration.ofMinutes(5));
    try (Connection slow = new Connection(server);
        Connection idle = new Connection(server)) {
      slow.ask("/slow");
      idle.ask("/health/ready");
      assertThat(idle.answer()).contains("200 OK", "\"details\":{\"carrier\":\"failing\"}");
      assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      awaitRefusal(server);
      idle.ask("/slow");

      assertThat(idle.answer())
          .contains(
              "503",
              "X-Request-Id: ",
              "nosniff",
              "Retry-After: 1",
              "Connection: close",
              "\"code\":\"STOPPING\"");
      idle.close();
      assertThat(closing).isNotDone();
      finish.countDown();
      assertThat(slow.answer()).contains("200 OK", "done");
      slow.close();
      assertThat(closing).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void aRequestThatTakesTooLongDoesNotKeepItFromEnding() throws Exception {
    HttpServer server = server(Duration.ofMillis(200));
    try (Connection slow = new Connection(server)) {
      slow.ask("/slow");
      assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();

      assertThat(CompletableFuture.runAsync(server::close)).succeedsWithin(PATIENCE);
      assertThat(finish.getCount()).as("the request is still under way").isEqualTo(1);
      finish.countDown();
    }
  }

  private static void awaitRefusal(HttpServer server) throws InterruptedException {
    while (true) {
      try (Socket taken = new Socket("127.0.0.1", server.address().getPort())) {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (IOException e) {
        assertThatThrownBy(() -> new Socket("127.0.0.1", server.address().getPort()).close())
            .isInstanceOf(ConnectException.class);
        return;
      }
    }
  }

  /** One connection that stays open. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Connection(HttpServer server) throws IOException {
      socket = new Socket("127.0.0.1", server.address().getPort());
      socket.setSoTimeout(60_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    void ask(String path) throws IOException {
      write("GET " + path + " HTTP/1.1\r\nHost: peal\r\n\r\n");
    }

    void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Head and body of one answer that says how long it is, or ends with the connection. */
    String answer() throws IOException {
      StringBuilder text = new StringBuilder();
      int length = -1;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        text.append(line).append('\n');
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
      }
      for (int i = 0; length < 0 || i < length; i++) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        text.append((char) next);
      }
      return text.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
