package peal.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.Told;
import peal.dialer.carrier.http.CarrierCallbacks;
import peal.domain.event.CallEvent;
import peal.service.Metrics;
import peal.service.http.HttpServer;

/** How large a callback may be, and when it is acknowledged. */
class CallbackRouteTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_772_366_400);

  private static final Duration NEVER_OVER = Duration.ofMinutes(5);

  private volatile CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
  private final PrometheusMeterRegistry metrics = Metrics.registry();
  private final List<LaneReport> taken = new CopyOnWriteArrayList<>();
  private HttpServer server = server(NEVER_OVER);
  private final HttpClient client = HttpClient.newHttpClient();

  private HttpServer server(Duration limit) {
    return HttpServer.start(
        "127.0.0.1",
        0,
        new HttpServer.Health(() -> true, () -> true),
        metrics,
        new CallbackRoute(
                Map.of(CallbackRoute.PATH, new CarrierCallbacks("secret", () -> NOW)),
                report -> {
                  taken.add(report);
                  return written;
                },
                limit,
                metrics)
            .routes(),
        javalin -> {});
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void theLongestTranscriptIsTakenEvenWhereEveryLetterIsEscaped() throws Exception {
    int letters = Told.LONGEST_TRANSCRIPT / 2;

    assertThat(post("\\u0436".repeat(letters))).isEqualTo(204);

    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().report())
        .isInstanceOfSatisfying(
            CallEvent.Ended.class,
            ended -> assertThat(ended.transcript()).isEqualTo("ж".repeat(letters)));
  }

  @Test
  void aLongerOneIsTakenAndCut() throws Exception {
    assertThat(post("x".repeat(900_000))).isEqualTo(204);

    assertThat(taken.getFirst().report())
        .isInstanceOfSatisfying(
            CallEvent.Ended.class,
            ended -> assertThat(ended.transcript()).hasSize(Told.LONGEST_TRANSCRIPT));
  }

  @Test
  void aBodyOfAMegabyteIsLeftToTheNextQuestion() throws Exception {
    assertThat(post("x".repeat(1_000_000))).isEqualTo(413);

    assertThat(taken).isEmpty();
  }

  @Test
  void isAcknowledgedOnlyWhenKafkaHasIt() throws Exception {
    written = new CompletableFuture<>();

    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(() -> unchecked(() -> post("late")));
    await().atMost(Duration.ofSeconds(120)).until(() -> taken.size() == 1);
    assertThat(answer).isNotDone();
    written.complete(null);

    assertThat(answer.get(120, TimeUnit.SECONDS)).isEqualTo(204);
  }

  @Test
  void whatKafkaDoesNotTakeIsToBeSentAgain() throws Exception {
    written = CompletableFuture.failedFuture(new IllegalStateException("Kafka is away"));

    assertThat(post("lost")).isEqualTo(503);

    assertThat(count("not_written")).isEqualTo(1);
  }

  @Test
  void severalInOneBodyAreCountedEach() throws Exception {
    written = new CompletableFuture<>();
    CompletableFuture<Integer> refused =
        CompletableFuture.supplyAsync(() -> unchecked(() -> send(severalOf(3))));
    await().atMost(Duration.ofSeconds(120)).until(() -> taken.size() == 3);
    assertThat(metrics.get("peal_callbacks_waiting").gauge().value()).isEqualTo(3);
    written.completeExceptionally(new IllegalStateException("Kafka is away"));
    assertThat(refused.get(120, TimeUnit.SECONDS)).isEqualTo(503);
    assertThat(metrics.get("peal_callbacks_waiting").gauge().value()).isZero();

    written = CompletableFuture.completedFuture(null);
    assertThat(send(severalOf(5))).isEqualTo(204);

    assertThat(count("not_written")).isEqualTo(3);
    assertThat(count("written")).isEqualTo(5);
  }

  private double count(String result) {
    return metrics.get("peal_callbacks").tag("result", result).counter().count();
  }

  private static String severalOf(int callbacks) {
    return "{\"callbacks\":["
        + String.join(",", Collections.nCopies(callbacks, callback("")))
        + "]}";
  }

  @Test
  void oneThatTakesTooLongIsToBeSentAgain() throws Exception {
    server.close();
    server = server(Duration.ofMillis(200));
    written = new CompletableFuture<>();

    assertThat(post("slow")).isEqualTo(503);
  }

  private static int unchecked(Callable<Integer> sends) {
    try {
      return sends.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int post(String transcript) throws IOException, InterruptedException {
    return send(callback(transcript));
  }

  private static String callback(String transcript) {
    return """
    {"attemptId":"call_a-0-1#1","reference":"ws/0","event":"ended","at":1772366400000,
     "outcome":"answered","transcript":"%s"}\
    """
        .formatted(transcript);
  }

  private int send(String text) throws IOException, InterruptedException {
    return client.send(request(server.address(), text), BodyHandlers.discarding()).statusCode();
  }

  private static HttpRequest request(URI to, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(to.resolve(CallbackRoute.PATH))
        .header(CarrierCallbacks.SIGNATURE_HEADER, "t=1772366400,v1=" + hmac(body))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private static String hmac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update("1772366400.".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void moreThanMayWaitForKafkaAreToBeSentAgain() throws Exception {
    CompletableFuture<Void> kafka = new CompletableFuture<>();
    PrometheusMeterRegistry figures = Metrics.registry();
    CallbackRoute route =
        new CallbackRoute(
            Map.of(CallbackRoute.PATH, new CarrierCallbacks("secret", () -> NOW)),
            report -> kafka,
            Duration.ofSeconds(120),
            figures);
    HttpServer.Health healthy = new HttpServer.Health(() -> true, () -> true);
    try (HttpServer full =
        HttpServer.start("127.0.0.1", 0, healthy, figures, route.routes(), javalin -> {})) {
      HttpRequest hundred = request(full.address(), severalOf(100));
      List<CompletableFuture<HttpResponse<String>>> waiting =
          Stream.generate(() -> client.sendAsync(hundred, BodyHandlers.ofString()))
              .limit(CallbackRoute.AT_ONCE / 100)
              .toList();
      Gauge held = figures.get("peal_callbacks_waiting").gauge();
      await().atMost(Duration.ofSeconds(120)).until(() -> held.value() == CallbackRoute.AT_ONCE);

      HttpResponse<String> next =
          client.send(request(full.address(), callback("one more")), BodyHandlers.ofString());

      assertThat(next.statusCode()).isEqualTo(503);
      assertThat(next.body()).contains("TOO_MANY_CALLBACKS");
      assertThat(figures.get("peal_callbacks").tag("result", "too_many").counter().count())
          .isEqualTo(1);

      kafka.complete(null);
      for (CompletableFuture<HttpResponse<String>> each : waiting) {
        assertThat(each.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
      }
      assertThat(client.send(hundred, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }
  }
}
