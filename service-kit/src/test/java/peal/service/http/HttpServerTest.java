package peal.service.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import peal.service.Metrics;

class HttpServerTest {
  @Test
  void aTakenPortIsSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() ->
              HttpServer.start(
                  "127.0.0.1",
                  taken.getLocalPort(),
                  new HttpServer.Health(() -> true, () -> true),
                  Metrics.registry(),
                  config -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasNoCause()
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("PEAL_PORT");
    }
  }
}
