package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import peal.service.Metrics;

/** Clients that send their whole body before they read what was answered to its first bytes. */
class UnreadBodiesTest {
  private static final byte[] PIECE = new byte[64 * 1024];

  private final CountDownLatch answers = new CountDownLatch(1);

  @Test
  void aRefusalBeforeTheBodyWasReadArrives() throws Exception {
    try (HttpServer server = server();
        Client client = new Client(server.address().getPort())) {
      assertThat(client.post("/direct", 20_000_000)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void andTheConnectionServesTheNextRequest() throws Exception {
    try (HttpServer server = server();
        Client client = new Client(server.address().getPort())) {
      client.post("/direct", 3_000_000);
      assertThat(client.post("/direct", 10)).startsWith("HTTP/1.1 204");
    }
  }

  @Test
  void aRouteThatReadsNoBodyAnswers() throws Exception {
    try (HttpServer server = server();
        Client client = new Client(server.address().getPort())) {
      assertThat(client.post("/unread", 20_000_000)).startsWith("HTTP/1.1 409");
    }
  }

  @Test
  void whoSendsOnForEverIsCutOff() throws Exception {
    answers.countDown();
    Server server = answering(1_000_000, Duration.ofMinutes(1));
    try (Client client = new Client(port(server))) {
      assertThat(client.sentUntilCutOff()).isTrue();
    } finally {
      server.stop();
    }
  }

  @Test
  void whoStopsInTheMiddleIsCutOff() throws Exception {
    Server server = answering(1_000_000, Duration.ofMillis(200));
    try (Client client = new Client(port(server))) {
      client.begin("/", 500_000);
      client.send(10_000);
      answers.countDown();

      assertThat(client.line()).startsWith("HTTP/1.1 200");
      assertThat(client.readUntilClosed()).isTrue();
    } finally {
      server.stop();
    }
  }

  private static HttpServer server() {
    return HttpServer.start(
        "127.0.0.1",
        0,
        new HttpServer.Health(() -> true, () -> true),
        Metrics.registry(),
        List.of(new DirectRoute("POST", "/direct", 1000, (query, body, headers) -> {})),
        config -> config.routes.post("/unread", ctx -> ctx.status(409).result("no")));
  }

  /** One that reads no body at all. */
  private Server answering(long most, Duration within) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new UnreadBodies(
            new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback)
                  throws InterruptedException {
                answers.await();
                response.write(true, ByteBuffer.allocate(0), callback);
                return true;
              }
            },
            most,
            within));
    server.start();
    return server;
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    Client(int port) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(20_000);
      out = socket.getOutputStream();
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** The status line that answers a body of {@code bytes}; its other lines are read too. */
    String post(String path, int bytes) throws IOException {
      begin(path, bytes);
      send(bytes);
      String status = line();
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).trim());
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
      return status;
    }

    void begin(String path, long length) throws IOException {
      out.write(
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, length)
              .getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(int bytes) throws IOException {
      for (int sent = 0; sent < bytes; sent += PIECE.length) {
        out.write(PIECE, 0, Math.min(PIECE.length, bytes - sent));
      }
    }

    boolean sentUntilCutOff() throws IOException {
      begin("/", 1L << 40);
      try {
        // Far more than any buffer between the two.
        send(1_000_000_000);
        return false;
      } catch (SocketException reset) {
        return true;
      }
    }

    String line() throws IOException {
      return in.readLine();
    }

    boolean readUntilClosed() throws IOException {
      try {
        while (in.readLine() != null) {
          continue;
        }
        return true;
      } catch (SocketException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
