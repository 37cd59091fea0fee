package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.service.Metrics;

/** An answer that is written as it is made. */
@Timeout(120)
class StreamedTest {
  private static final String ASKS = "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n";

  @Test
  void whatBreaksOffByAnErrorLacksItsEnd() throws Exception {
    try (HttpServer server =
            server(out -> {
              // So much that the answer has begun.
              out.write(new byte[200_000]);
              throw new StackOverflowError();
            });
        Socket client = ask(server)) {
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200");
      assertThat(answer).as("the end of a chunked answer").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void whatIsFlushedIsSentBeforeTheRestIsThere() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (HttpServer server =
            server(out -> {
              out.write("first".getBytes(StandardCharsets.UTF_8));
              out.flush();
              await(seen);
              out.write("rest".getBytes(StandardCharsets.UTF_8));
            });
        Socket client = ask(server)) {
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("first") < 0) {
        answer.append((char) client.getInputStream().read());
      }
      assertThat(answer.toString()).doesNotContain("rest");
      seen.countDown();
      while (answer.indexOf("rest") < 0) {
        answer.append((char) client.getInputStream().read());
      }
    }
  }

  private static void await(CountDownLatch seen) throws IOException {
    try {
      seen.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Socket ask(HttpServer server) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    client.setSoTimeout(60_000);
    client.getOutputStream().write(ASKS.formatted("streamed").getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  private static HttpServer server(Streamed.Body body) {
    return HttpServer.start(
        "127.0.0.1",
        0,
        new HttpServer.Health(() -> true, () -> true),
        Metrics.registry(),
        config -> config.routes.get("/streamed", ctx -> Streamed.to(ctx, body)));
  }
}
