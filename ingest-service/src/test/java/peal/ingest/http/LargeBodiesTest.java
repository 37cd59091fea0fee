package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are too large, never end, or stop half-way, on bare sockets. */
@Timeout(180)
class LargeBodiesTest {
  private static final int MEGABYTE = 1 << 20;

  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> ingest.spooled() == 0);
    ingest.close();
  }

  private Socket open(String lengthHeader) throws IOException {
    Socket socket = new Socket("127.0.0.1", ingest.port());
    socket.setSoTimeout(60_000);
    write(
        socket,
        "POST /workspaces/acme/batches HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n"
            .formatted(RunningIngest.contentType(), lengthHeader));
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\r';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void aLengthThatIsTooLargeIsRefusedBeforeTheFirstByteOfTheBody() throws IOException {
    try (Socket socket = open("Content-Length: " + 22L * MEGABYTE)) {
      assertThat(statusLine(socket)).contains("413");
    }
  }

  @Test
  void anEndlessBodyIsRefusedAndNotReadOn() throws IOException {
    byte[] block = "+12125550123\n".repeat(5_041).getBytes(StandardCharsets.UTF_8);
    try (Socket socket = open("Transfer-Encoding: chunked")) {
      chunk(
          socket,
          ("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                  .formatted(RunningIngest.BOUNDARY))
              .getBytes(StandardCharsets.UTF_8));
      long sent = 0;
      while (socket.getInputStream().available() == 0 && sent < 100L * MEGABYTE) {
        try {
          chunk(socket, block);
        } catch (IOException refused) {
          // The server has answered and closed: what it did not read came back as a reset.
          break;
        }
        sent += block.length;
      }

      assertThat(sent).isBetween(19L * MEGABYTE, 60L * MEGABYTE);
    }
    assertThat(ingest.log.written).isEmpty();
    assertThat(ingest.get("/metrics").raw().body()).contains("kind=\"start\",result=\"refused\"");
  }

  @Test
  void aClientThatStopsSendingJustBeyondTheLimitSeesTheRefusal() throws IOException {
    byte[] block = "+12125550123\n".repeat(5_041).getBytes(StandardCharsets.UTF_8);
    try (Socket socket = open("Transfer-Encoding: chunked")) {
      chunk(
          socket,
          ("--%s\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"
                  .formatted(RunningIngest.BOUNDARY))
              .getBytes(StandardCharsets.UTF_8));
      for (long sent = 0; sent <= 20L * MEGABYTE; sent += block.length) {
        chunk(socket, block);
      }

      assertThat(statusLine(socket)).contains("413");
    }
  }

  @Test
  void fieldsThatAreTooLongAreRefused() throws IOException {
    try (Socket socket = open("Transfer-Encoding: chunked")) {
      chunk(
          socket,
          RunningIngest.part("name", null, "x".repeat(300 * 1024))
              .getBytes(StandardCharsets.UTF_8));

      assertThat(statusLine(socket)).contains("413");
    }
  }

  @Test
  void aClientThatGoesAwayLeavesNothingBehind() throws IOException {
    try (Socket socket = open("Content-Length: 1000000")) {
      write(socket, RunningIngest.part("file", "a.csv", "phone_number\n+12125550123"));
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(() ->
            ingest.get("/metrics").raw().body().contains("kind=\"start\",result=\"refused\""));
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void aWorkspaceThatHasItsShareOfUploadsComingInIsToldToComeAgain() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * UploadPlaces.COMING_IN / 4; i++) {
        slow.add(open("Content-Length: 1000000"));
        write(slow.getLast(), "--");
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .until(() ->
              ingest.form("/workspaces/acme/batches/validate", "phone_number\n").status() == 503);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(() ->
            ingest.form("/workspaces/acme/batches/validate", "phone_number\n+12125550123").status()
                == 200);
  }

  private static void chunk(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
