package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;

/** Pages of calls may be megabytes: few at once of a workspace, and none is held here. */
@Timeout(300)
class PagesOfCallsTest {
  private static final Executor THREADS = Thread::startVirtualThread;
  private static final String PAGE = BATCHES + "/" + BATCH + "/calls";

  @Test
  void aWorkspaceReadsFourPagesAtOnceAndNoMore() {
    CountDownLatch read = new CountDownLatch(1);
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.projector.says(asked -> {
        if (asked.target().contains("acme")) {
          awaitQuietly(read);
        }
        return Says.json(200, "{}");
      });
      List<CompletableFuture<Reply>> four =
          IntStream.range(0, 4)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> gateway.get(PAGE), THREADS))
              .toList();
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> gateway.projector.asked.size() == four.size());

      Reply fifth = gateway.get(PAGE);
      Reply others =
          gateway.send(
              "GET",
              PAGE,
              null,
              Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"));
      read.countDown();

      assertThat(fifth.status()).isEqualTo(429);
      assertThat(fifth.json().at("/error/code").asText()).isEqualTo("too_many_pages");
      assertThat(fifth.header("Retry-After")).isEqualTo("10");
      assertThat(others.status()).isEqualTo(200);
      assertThat(four)
          .allSatisfy(each ->
              assertThat(each)
                  .succeedsWithin(Duration.ofSeconds(120))
                  .extracting(Reply::status)
                  .isEqualTo(200));
      await().atMost(Duration.ofSeconds(120)).until(() -> gateway.get(PAGE).status() == 200);
    } finally {
      read.countDown();
    }
  }

  @Test
  void aPageIsPassedOnWhileItComes() throws Exception {
    String begin = "{\"calls\":[" + " ".repeat(0x20000);
    try (ServerSocket projector = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RunningGateway gateway =
            new RunningGateway(
                Map.of("PEAL_PROJECTOR_URLS", "http://127.0.0.1:" + projector.getLocalPort()));
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      client.setSoTimeout(60_000);
      client
          .getOutputStream()
          .write(
              ("GET %s HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nx-workspace-id: acme\r\n\r\n")
                  .formatted(PAGE, RunningGateway.KEY)
                  .getBytes(StandardCharsets.US_ASCII));
      try (Socket asked = projector.accept()) {
        asked.getInputStream().read(new byte[4_096]);
        OutputStream out = asked.getOutputStream();
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                .formatted(begin.length() + 2, begin)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();

        // Its end has not been written yet.
        assertThat(until("{\"calls\":[", client.getInputStream())).startsWith("HTTP/1.1 200");
        out.write("]}".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        assertThat(until("]}", client.getInputStream())).endsWith("]}");
      }
    }
  }

  private static String until(String end, InputStream in) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as(read.substring(0, Math.min(300, read.length()))).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
