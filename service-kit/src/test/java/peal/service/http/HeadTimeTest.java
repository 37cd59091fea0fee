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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.service.Metrics;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeadTimeTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** Longer than any test lasts, so that whoever waits for a slow head waits for ever. */
  private static final Duration NEVER = Duration.ofHours(1);

  private static final String GET = "GET /health/live HTTP/1.1\r\nHost: peal\r\n";

  private HttpServer strict;
  private HttpServer patient;
  private HttpClient http;

  @BeforeAll
  void start() {
    strict = server(LIMIT);
    patient = server(NEVER);
    http = HttpClient.newHttpClient();
  }

  private static HttpServer server(Duration limit) {
    return HttpServer.start(
        "127.0.0.1",
        0,
        Duration.ofSeconds(1),
        limit,
        new HttpServer.Health(() -> true, () -> true),
        Metrics.registry(),
        List.of(new DirectRoute("POST", "/direct", 100_000, (query, body, headers) -> {})),
        config -> config.routes.post("/body", ctx -> drain(ctx.bodyInputStream())));
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
    strict.close();
    patient.close();
  }

  private static Socket connection(HttpServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.address().getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Sends one more letter; whether the server listens still. */
  private static boolean isOpenAfterALetter(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    try {
      write(socket, "x");
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a letter now and then until the server has had enough. */
  private static void trickleUntilClosed(Socket socket) throws IOException {
    while (isOpenAfterALetter(socket)) {
      // The class's time-out says when it is too much.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GE", GET, GET + "X-Slow: "})
  void aHeadThatTricklesInIsDropped(String beginning) throws Exception {
    try (Socket slow = connection(strict)) {
      write(slow, beginning);

      trickleUntilClosed(slow);
    }
  }

  @Test
  void soIsTheBodyOfADirectRoute() throws Exception {
    try (Socket slow = connection(strict)) {
      write(slow, "POST /direct HTTP/1.1\r\nHost: peal\r\nContent-Length: 100000\r\n\r\n");

      trickleUntilClosed(slow);
    }
  }

  @Test
  void soIsTheSecondHeadOnAConnection() throws Exception {
    try (Socket slow = connection(strict)) {
      write(slow, GET + "\r\n");
      assertThat(new String(slow.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 OK");
      slow.getInputStream().skip(slow.getInputStream().available());
      write(slow, GET + "X-Slow: ");

      trickleUntilClosed(slow);
    }
  }

  @Test
  void othersAreAnsweredWhileHeadsTrickleIn() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket each = connection(patient);
        slow.add(each);
        write(each, List.of("G", "GE", GET, GET + "X-Slow: ").get(i % 4));
      }

      HttpRequest request =
          HttpRequest.newBuilder(patient.address().resolve("/health/live")).build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);

      assertThat(isOpenAfterALetter(slow.getFirst())).as("a head still comes in").isTrue();
      assertThat(isOpenAfterALetter(slow.getLast())).as("a head still comes in").isTrue();
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  @Test
  void aSilentConnectionAndABodyOutliveAHeadThatWasBegunAfterThem() throws Exception {
    try (Socket idle = connection(strict);
        Socket body = connection(strict);
        Socket head = connection(strict)) {
      write(idle, GET + "\r\n");
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      write(body, "POST /body HTTP/1.1\r\nHost: peal\r\nContent-Length: 100000\r\n\r\n");
      write(head, GET);

      while (isOpenAfterALetter(head)) {
        assertThat(isOpenAfterALetter(body)).as("the body is let come in").isTrue();
      }
      assertThat(isOpenAfterALetter(body)).as("the body is let come in").isTrue();

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
