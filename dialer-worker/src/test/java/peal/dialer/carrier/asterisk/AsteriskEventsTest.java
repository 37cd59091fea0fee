package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsteriskEventsTest {
  private static final String OF_THE_PROTOCOL = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  /** As where a machine has lost its power: the connection stays, and nobody is there. */
  @Test
  void aStreamThatAnswersNoPingIsLeftForAnother() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        AsteriskEvents events = listen(server.getLocalPort())) {
      assertThat(events.connected()).isFalse();
      Thread.startVirtualThread(() -> answer(server));
      int first = events.connection();

      assertThat(requests.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(requests.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(events.connection()).isNotEqualTo(first);
      await().atMost(Duration.ofSeconds(60)).until(events::connected);
    }
  }

  @Test
  void thePasswordIsNotInTheAddress() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        AsteriskEvents events = listen(server.getLocalPort())) {
      Thread.startVirtualThread(() -> answer(server));

      String request = requests.poll(60, TimeUnit.SECONDS);

      assertThat(request.lines().findFirst().orElseThrow()).doesNotContain("secret");
      assertThat(request).contains("Authorization: Basic dXNlcjpzZWNyZXQ=");
    }
  }

  private static AsteriskEvents listen(int port) {
    AsteriskSettings settings =
        new AsteriskSettings(
            URI.create("http://127.0.0.1:" + port + "/ari"),
            "user",
            "secret",
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new AsteriskEvents(settings, (event, connection) -> {}, Duration.ofMillis(100));
  }

  /** Shakes hands, and says nothing more. */
  private void answer(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder request = new StringBuilder();
        String key = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          request.append(line).append('\n');
          if (line.startsWith("Sec-WebSocket-Key: ")) {
            key = line.substring(line.indexOf(' ') + 1);
          }
        }
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        byte[] hash = sha1.digest((key + OF_THE_PROTOCOL).getBytes(StandardCharsets.US_ASCII));
        String accepted =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(hash)
                + "\r\n\r\n";
        socket.getOutputStream().write(accepted.getBytes(StandardCharsets.US_ASCII));
        if (request.toString().startsWith("GET ")) {
          requests.add(request.toString());
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      // The test is over.
    }
  }
}
