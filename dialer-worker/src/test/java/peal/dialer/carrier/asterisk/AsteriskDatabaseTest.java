package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsteriskDatabaseTest {
  @Test
  void aManagerThatOnlyTricklesIsLeftAfterAWhile() throws Exception {
    try (ServerSocket manager = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        AsteriskDatabase database =
            new AsteriskDatabase(settings(manager.getLocalPort()), Duration.ofSeconds(2))) {
      CompletableFuture<Void> left = new CompletableFuture<>();
      Thread.startVirtualThread(() -> trickle(manager, timer, left));

      assertThatThrownBy(() -> database.get("a-call")).isInstanceOf(IOException.class);

      left.get(60, TimeUnit.SECONDS);
    }
  }

  private static void trickle(
      ServerSocket manager, ScheduledExecutorService timer, CompletableFuture<Void> left) {
    try (Socket socket = manager.accept()) {
      timer.scheduleAtFixedRate(
          () -> {
            try {
              socket.getOutputStream().write('a');
            } catch (IOException gone) {
              left.complete(null);
              timer.shutdown();
            }
          },
          0,
          20,
          TimeUnit.MILLISECONDS);
      left.join();
    } catch (IOException e) {
      left.completeExceptionally(e);
    }
  }

  private static AsteriskSettings settings(int managerPort) {
    return new AsteriskSettings(
        URI.create("http://127.0.0.1:1/ari"),
        "user",
        "password",
        managerPort,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
