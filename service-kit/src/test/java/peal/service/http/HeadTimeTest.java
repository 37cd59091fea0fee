package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.service.Metrics;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HeadTimeTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String GET = "GET /health/live HTTP/1.1\r\nHost: peal\r\n";

  private HttpServer server;
  private HttpClient http;

  @BeforeAll
  void start() {
    server =
        HttpServer.start(
            "127.0.0.1",
            0,
            Duration.ofSeconds(1),
            LIMIT,
            new HttpServer.Health(() -> true, () -> true),
            Metrics.registry(),
            config -> config.routes.post("/body", ctx -> drain(ctx.bodyInputStream())));
    http = HttpClient.newHttpClient();
  }

  private static void drain(InputStream body) {
    try {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The test has seen enough and left.
    }
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private Socket connection() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Sends a letter now and then; whether the server has had enough within {@code time}. */
  private static boolean isClosedWhileTrickling(Socket socket, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    socket.setSoTimeout(50);
    while (System.nanoTime() - end < 0) {
      try {
        write(socket, "x");
        if (socket.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        // It listens still.
      } catch (IOException e) {
        return true;
      }
    }
    return false;
  }

  private long slowestOfOthers() throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpRequest request = HttpRequest.newBuilder(server.address().resolve("/health/live")).build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    return System.nanoTime() - began;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GE", GET, GET + "X-Slow: "})
  void aHeadThatTricklesInIsDroppedAndOthersDoNotFeelIt(String beginning) throws Exception {
    try (Socket slow = connection()) {
      write(slow, beginning);
      boolean closed = false;
      long slowest = 0;
      for (int i = 0; i < 40 && !closed; i++) {
        closed = isClosedWhileTrickling(slow, LIMIT.dividedBy(5));
        slowest = Math.max(slowest, slowestOfOthers());
      }

      assertThat(closed).isTrue();
      assertThat(slowest).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void soIsTheSecondHeadOnAConnection() throws Exception {
    try (Socket slow = connection()) {
      write(slow, GET + "\r\n");
      assertThat(new String(slow.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");
      slow.getInputStream().skip(slow.getInputStream().available());
      write(slow, GET + "X-Slow: ");

      boolean closed = false;
      for (int i = 0; i < 40 && !closed; i++) {
        closed = isClosedWhileTrickling(slow, LIMIT.dividedBy(5));
      }

      assertThat(closed).isTrue();
    }
  }

  @Test
  void aSilentConnectionAndABodyThatTakesLongerStay() throws Exception {
    try (Socket idle = connection();
        Socket body = connection()) {
      write(idle, GET + "\r\n");
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      write(body, "POST /body HTTP/1.1\r\nHost: peal\r\nContent-Length: 1000\r\n\r\n");

      assertThat(isClosedWhileTrickling(body, LIMIT.multipliedBy(3))).isFalse();

      write(idle, GET + "Connection: close\r\n\r\n");
      String both = new String(idle.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(both.split("\"status\":\"up\"", -1)).hasSize(3);
    }
  }

  @Test
  void timeRunsFromTheFirstByteOfAHeadToItsLast() {
    HeadTime.Seen silent = HeadTime.Seen.NEW.next(0, 0, 0, 10);
    HeadTime.Seen begun = silent.next(0, 0, 5, 20).next(0, 0, 6, 30);
    HeadTime.Seen underWay = begun.next(1, 0, 40, 40);
    HeadTime.Seen answered = underWay.next(1, 1, 90, 50);
    HeadTime.Seen another = answered.next(1, 1, 91, 60);

    assertThat(silent.since()).isNull();
    assertThat(begun.since()).isEqualTo(20);
    assertThat(underWay.since()).isNull();
    assertThat(another.since()).isEqualTo(60);
    assertThat(another.isLate(60 + LIMIT.toNanos() - 1, LIMIT)).isFalse();
    assertThat(another.isLate(60 + LIMIT.toNanos(), LIMIT)).isTrue();
  }
}
