package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCHES;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.gateway.RunningGateway.Reply;

@Timeout(180)
class UploadTest {
  private static final String NEVER = "this is never sent";
  private static final String FORM = "multipart/form-data; boundary=xyz";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({"'',''", "/validate,/validate", "/preview,/preview"})
  void anUploadReachesIngestAsItIs(String asked, String relayed) {
    gateway.ingest.says(200, "{\"batchId\":\"batch_1\"}");

    Reply reply = upload(gateway, BATCHES + asked, "--xyz\r\nünï\r\n--xyz--");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"batchId\":\"batch_1\"}");
    StubService.Asked received = gateway.ingest.asked.getFirst();
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.target()).isEqualTo("/workspaces/acme/batches" + relayed);
    assertThat(received.body()).isEqualTo("--xyz\r\nünï\r\n--xyz--");
    assertThat(received.headers().get("Content-type")).containsExactly(FORM);
    assertThat(received.headers().get("Content-length")).containsExactly("21");
  }

  @Test
  void anUploadWithoutABodyIsIngestsToRefuse() {
    gateway.ingest.says(400, "{\"error\":\"no file\"}");

    Reply reply = gateway.ask("POST", BATCHES, "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).isEqualTo("{\"error\":\"no file\"}");
  }

  @Test
  void aLengthAboveTheLimitIsRefusedUnread() throws IOException {
    String answer = RawHttp.send(gateway.port(), head("Content-Length: 22020097"));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("FILE_TOO_LARGE", "\"details\"");
    assertThat(gateway.ingest.asked).isEmpty();
  }

  @Test
  void aClientThatSendsItsWholeFileAtOnceAlwaysSeesTheRefusal() {
    String file = "x".repeat(23_000_000);
    for (int i = 0; i < 20; i++) {
      assertThat(upload(gateway, BATCHES, file).status()).isEqualTo(413);
      assertThat(gateway.send("POST", BATCHES, file, Map.of("x-api-key", "no")).status())
          .isEqualTo(401);
    }
  }

  @Test
  void anUploadWithoutAnEndEndsWith413() throws IOException {
    String answer =
        RawHttp.send(gateway.port(), head("Transfer-Encoding: chunked"), UploadTest::forEver);

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("FILE_TOO_LARGE");
  }

  @Test
  void aLengthThatIngestRefusesIsRefusedBeforeTheFileIsSent() throws Exception {
    try (Listener ingest =
            new Listener("HTTP/1.1 413 Large\r\nContent-Length: 2\r\n\r\n{}", "\r\n\r\n");
        RunningGateway front = new RunningGateway(Map.of("PEAL_INGEST_URLS", ingest.url()))) {
      String answer = RawHttp.send(front.port(), head("Content-Length: 21000000"));

      assertThat(answer).startsWith("HTTP/1.1 413 ").endsWith("{}");
      assertThat(ingest.received.get()).contains("Content-Length: 21000000").endsWith("\r\n\r\n");
    }
  }

  @Test
  void aClientThatBreaksOffIsToldSoAndIngestGetsNoWholeFile() throws Exception {
    try (Listener ingest = new Listener("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", NEVER);
        RunningGateway front = new RunningGateway(Map.of("PEAL_INGEST_URLS", ingest.url()));
        Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      String request = head("Content-Length: 1000").replace("\n", "\r\n") + "half";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();

      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("broke off");
    }
  }

  @Test
  void anUploadGoesToTheNextIngestOnlyIfTheFirstRefusedTheConnection() {
    String urls = StubService.nobody() + "," + gateway.ingest.url();
    try (RunningGateway front = new RunningGateway(Map.of("PEAL_INGEST_URLS", urls))) {
      gateway.ingest.says(200, "{\"ok\":1}");

      for (int i = 0; i < 4; i++) {
        assertThat(upload(front, BATCHES, "file " + i).status()).isEqualTo(200);
      }
      assertThat(gateway.ingest.asked.stream().map(StubService.Asked::body))
          .containsExactly("file 0", "file 1", "file 2", "file 3");
    }
  }

  @Test
  void aStartOfWhichAllWasHandedOnIsNeitherSentTwiceNorCalledUndone() throws Exception {
    try (Listener dying = new Listener("", "a file");
        RunningGateway front =
            new RunningGateway(
                Map.of("PEAL_INGEST_URLS", dying.url() + "," + gateway.ingest.url()))) {
      Reply reply = upload(front, BATCHES, "a file");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.header("Retry-After")).as("whoever tries again may start it twice").isNull();
      assertThat(reply.body()).contains("START_UNKNOWN", "Idempotency-Key");
      assertThat(gateway.ingest.asked).isEmpty();
    }
  }

  private static Reply upload(RunningGateway gateway, String path, String body) {
    return gateway.send(
        "POST",
        path,
        body,
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "Content-Type", FORM));
  }

  private static String head(String length) {
    return """
    POST /v1/api/batch-calls HTTP/1.1
    Host: localhost
    x-api-key: %s
    x-workspace-id: acme
    Content-Type: %s
    %s

    """
        .formatted(RunningGateway.KEY, FORM, length);
  }

  private static void forEver(OutputStream out) throws IOException {
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(chunk);
    }
  }

  /** Reads until it has seen enough, or there is no more; says its line, and hangs up. */
  private static final class Listener implements AutoCloseable {
    final CompletableFuture<String> received = new CompletableFuture<>();
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    Listener(String says, String enough) throws IOException {
      Thread.ofVirtual().start(() -> listen(says, enough));
    }

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void listen(String says, String enough) {
      try (Socket connection = socket.accept()) {
        connection.setSoTimeout(60_000);
        StringBuilder text = new StringBuilder();
        try {
          InputStream in = connection.getInputStream();
          while (text.indexOf(enough) < 0) {
            int c = in.read();
            if (c < 0) {
              break;
            }
            text.append((char) c);
          }
        } catch (IOException e) {
          // It was broken off: that was all.
        }
        connection.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
        received.complete(text.toString());
      } catch (IOException e) {
        received.completeExceptionally(e);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
