package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;
import peal.gateway.docs.ApiDocument;

class ResultsTest {
  private static final Executor THREADS = Thread::startVirtualThread;

  @ParameterizedTest
  @CsvSource({
    "/v1/api/batch-calls,results.csv,''",
    "/v1/batch-calls,results.csv,?status=failed",
    "/v1/api/batch-calls,results.jsonl,?status=a%26lanes%3D9",
    "/v1/batch-calls,results.jsonl,''",
  })
  void resultsComeFromTheProjectorOfTheCallersWorkspaceAsAFile(
      String base, String file, String query) {
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.projector.says(asked ->
          asked.target().contains("/results")
              ? new Says(
                  200,
                  Map.of(
                      "Content-Type", "text/csv; charset=utf-8",
                      "Content-Disposition", "attachment; filename=\"x.csv\""),
                  "row\r\n1\r\n")
              : Says.json(200, "{}"));

      Reply reply = gateway.get(base + "/" + BATCH + "/" + file + query);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("row\r\n1\r\n");
      assertThat(reply.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
      assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"x.csv\"");
      assertThat(gateway.projector.asked.getLast().target())
          .isEqualTo(
              "/workspaces/acme/batches/batch_b1/" + file + "?lanes=2" + query.replace('?', '&'));
    }
  }

  @Test
  void aWorkspaceReadsFiveFilesAtOnceAndNoMore() {
    CountDownLatch written = new CountDownLatch(1);
    String path = BATCHES + "/" + BATCH + "/results.";
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.projector.says(asked -> {
        if (asked.target().contains("acme") && asked.target().contains("/results")) {
          awaitQuietly(written);
        }
        return Says.json(200, "{}");
      });
      List<CompletableFuture<Reply>> five =
          IntStream.range(0, 5)
              .mapToObj(i -> path + (i % 2 == 0 ? "csv" : "jsonl"))
              .map(file -> CompletableFuture.supplyAsync(() -> gateway.get(file), THREADS))
              .toList();
      await().atMost(Duration.ofSeconds(120)).until(() -> results(gateway) == 5);

      Reply sixth = gateway.get(path + "csv");
      Reply others =
          gateway.send(
              "GET",
              path + "csv",
              null,
              Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"));
      written.countDown();

      assertThat(sixth.status()).isEqualTo(429);
      assertThat(sixth.header("Retry-After")).isEqualTo("10");
      assertThat(sixth.json())
          .isEqualTo(
              ApiDocument.read()
                  .at("/components/responses/TooManyDownloads")
                  .findPath("examples")
                  .at("/taken/value"));
      assertThat(others.status()).isEqualTo(200);
      assertThat(five)
          .allSatisfy(each ->
              assertThat(each)
                  .succeedsWithin(Duration.ofSeconds(120))
                  .extracting(Reply::status)
                  .isEqualTo(200));
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> gateway.get(path + "csv").status() == 200);
    } finally {
      written.countDown();
    }
  }

  private static long results(RunningGateway gateway) {
    return gateway.projector.asked.stream()
        .filter(asked -> asked.target().contains("/results"))
        .count();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsRefusedIsAnOrdinaryError() {
    try (RunningGateway gateway = new RunningGateway()) {
      gateway.projector.says(404, "{\"error\":\"Batch not found\"}");
      assertThat(gateway.get(BATCHES + "/" + BATCH + "/results.csv").status()).isEqualTo(404);
      assertThat(gateway.get(BATCHES + "/no%20id/results.csv").status()).isEqualTo(404);

      gateway.projector.says(asked ->
          asked.target().contains("/results")
              ? Says.json(400, "{\"parameter\":\"status\"}")
              : Says.json(200, "{}"));
      Reply reply = gateway.get(BATCHES + "/" + BATCH + "/results.jsonl?status=lost");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).isEqualTo("{\"parameter\":\"status\"}");
    }
    try (RunningGateway gateway =
        new RunningGateway(Map.of("PEAL_PROJECTOR_URLS", StubService.nobody()))) {
      Reply reply = gateway.get(BATCHES + "/" + BATCH + "/results.csv");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isNotNull();
    }
  }

  @Test
  void whatBreaksOffBehindTheGatewayBreaksOffForTheClient() throws Exception {
    try (ServerSocket half = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        RunningGateway gateway =
            new RunningGateway(
                Map.of("PEAL_PROJECTOR_URLS", "http://127.0.0.1:" + half.getLocalPort()))) {
      Thread.ofVirtual().start(() -> answer(half, "Content-Length: 2\r\n\r\n{}", true));

      assertThatThrownBy(() -> gateway.get(BATCHES + "/" + BATCH + "/results.csv"))
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  /** First the batch, then a file whose end never comes. */
  private static void answer(ServerSocket server, String known, boolean more) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[4_096]);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("HTTP/1.1 200 OK\r\nConnection: close\r\n" + known).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
    if (more) {
      // Enough that the client has seen a part: a client that has seen nothing asks again.
      String part = "x".repeat(0x40000);
      answer(server, "Transfer-Encoding: chunked\r\n\r\n40000\r\n" + part + "\r\n", false);
    }
  }
}
