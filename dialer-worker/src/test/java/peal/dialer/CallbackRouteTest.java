package peal.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.CarrierCallbacks;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.Told;
import peal.domain.event.CallEvent;
import peal.service.Metrics;
import peal.service.http.HttpServer;

/** How large a callback may be. */
class CallbackRouteTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_772_366_400);

  private final List<LaneReport> taken = new CopyOnWriteArrayList<>();
  private final HttpServer server =
      HttpServer.start(
          "127.0.0.1",
          0,
          new HttpServer.Health(() -> true, () -> true),
          Metrics.registry(),
          javalin ->
              new CallbackRoute(new CarrierCallbacks("secret", () -> NOW), taken::add)
                  .addTo(javalin));
  private final HttpClient client = HttpClient.newHttpClient();

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

  private int post(String transcript) throws IOException, InterruptedException {
    byte[] body =
        """
        {"attemptId":"call_a-0-1#1","reference":"ws/0","event":"ended","at":1772366400000,
         "outcome":"answered","transcript":"%s"}\
        """
            .formatted(transcript)
            .getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve(CallbackRoute.PATH))
            .header(CarrierCallbacks.SIGNATURE_HEADER, "t=1772366400,v1=" + hmac(body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
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
}
