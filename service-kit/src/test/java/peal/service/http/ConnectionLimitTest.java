package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.service.Metrics;

@Timeout(120)
class ConnectionLimitTest {
  private final PrometheusMeterRegistry metrics = Metrics.registry();
  private final HttpServer server =
      HttpServer.start(
          "127.0.0.1",
          0,
          new HttpServer.Health(() -> true, () -> true),
          metrics,
          config -> ConnectionLimit.addTo(config, 2, "peal.test.connections", metrics));

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket asking() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.address().getPort());
    socket
        .getOutputStream()
        .write(
            "GET /health/live HTTP/1.1\r\nHost: peal\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void oneMoreThanTheLimitWaitsUntilAnotherIsClosed() throws Exception {
    try (Socket first = asking();
        Socket second = asking()) {
      assertThat(first.getInputStream().read()).isEqualTo('H');
      assertThat(second.getInputStream().read()).isEqualTo('H');
      assertThat(metrics.get("peal.test.connections").gauge().value()).isEqualTo(2);

      try (Socket third = asking()) {
        third.setSoTimeout(500);
        assertThatThrownBy(() -> third.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
        first.close();
        third.setSoTimeout(0);
        assertThat(third.getInputStream().read()).isEqualTo('H');
      }
    }
  }
}
