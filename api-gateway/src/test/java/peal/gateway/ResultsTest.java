package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;

class ResultsTest {
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
