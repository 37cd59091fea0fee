package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.Webhook;
import peal.projector.Story;
import peal.projector.webhooks.Sender.Sent;
import peal.service.http.OutsideAddress;
import peal.service.http.WebhookSignature;

/** What goes over the wire, to a receiver on this machine. */
class HttpSenderTest {
  private static final Instant NOW = Story.at(100);
  private static final byte[] BODY = "{\"type\":\"call.ended\"}".getBytes(StandardCharsets.UTF_8);
  private static final WebhookSignature SIGNATURE =
      WebhookSignature.of(Optional.of("a-key-of-an-operator")).orElseThrow();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<HttpExchange> seen = new CopyOnWriteArrayList<>();
  private HttpServer receiver;
  private HttpSender sender;

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::answer);
    receiver.start();
    sender = new HttpSender(SIGNATURE, new OutsideAddress(true), () -> NOW);
  }

  @AfterEach
  void stop() {
    sender.close();
    receiver.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    seen.add(exchange);
    exchange.getRequestBody().readAllBytes();
    int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
    if (status == 302) {
      exchange.getResponseHeaders().add("Location", "/200");
    }
    if (status == 429) {
      exchange.getResponseHeaders().add("Retry-After", "30");
    }
    byte[] text = new byte[status == 201 ? 1 << 20 : 2];
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  @Test
  void anEventIsSignedAsItsReceiverChecks() throws Exception {
    Webhook webhook = webhook("/200", 1);

    Sent sent = sender.send(webhook, "evt_1", BODY);

    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.fault()).isNull();
    var headers = seen.getFirst().getRequestHeaders();
    assertThat(headers.getFirst("webhook-id")).isEqualTo("evt_1");
    assertThat(headers.getFirst("webhook-timestamp"))
        .isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(headers.getFirst("Content-Type")).startsWith("application/json");
    assertThat(headers.getFirst("webhook-signature"))
        .isEqualTo(expected(SIGNATURE.secret(webhook)));
  }

  @Test
  void forADayBothSecretsSign() throws Exception {
    Webhook before = webhook("/200", 1);
    Webhook after = before.rotated(NOW.minus(Duration.ofHours(1)));

    sender.send(after, "evt_1", BODY);

    assertThat(seen.getFirst().getRequestHeaders().getFirst("webhook-signature").split(" "))
        .containsExactly(expected(SIGNATURE.secret(after)), expected(SIGNATURE.secret(before)));
  }

  @Test
  void aRedirectIsNotFollowed() {
    Sent sent = sender.send(webhook("/302", 1), "evt_1", BODY);

    assertThat(sent.status()).isEqualTo(302);
    assertThat(sent.fault()).contains("redirects are not followed");
    assertThat(asked).containsExactly("/302");
  }

  @Test
  void howLongAReceiverWantsToRestIsTold() {
    assertThat(sender.send(webhook("/429", 1), "evt_1", BODY).rest())
        .contains(Duration.ofSeconds(30));
    assertThat(sender.send(webhook("/410", 1), "evt_1", BODY).status()).isEqualTo(410);
  }

  /** It said 200, and works on before it closes. */
  @Test
  void ofAnAnswerThatDoesNotEndTheStatusCounts() throws IOException {
    receiver.createContext(
        "/endless",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
        });

    try (HttpSender hasty =
        new HttpSender(SIGNATURE, new OutsideAddress(true), () -> NOW, Duration.ofSeconds(2))) {
      Sent sent = hasty.send(webhook("/endless", 1), "evt_1", BODY);

      assertThat(sent.status()).isEqualTo(200);
      assertThat(sent.fault()).isNull();
    }
  }

  @Test
  void ofALongAnswerTheStatusCounts() {
    assertThat(sender.send(webhook("/201", 1), "evt_1", BODY).status()).isEqualTo(201);
    assertThat(sender.send(webhook("/200", 1), "evt_2", BODY).status()).isEqualTo(200);
  }

  @Test
  void nobodyThereIsAFaultThatNamesNoAddress() {
    receiver.stop(0);

    Sent sent = sender.send(webhook("/200", 1), "evt_1", BODY);

    assertThat(sent.status()).isZero();
    assertThat(sent.fault()).isEqualTo("the connection was refused");
  }

  @Test
  void aNameThatLeadsToThisMachineIsNotCalled() {
    List<String> faults = new ArrayList<>();
    try (HttpSender wary = new HttpSender(SIGNATURE, new OutsideAddress(false), () -> NOW)) {
      for (String host : List.of("localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]")) {
        String url = "https://" + host + ":" + receiver.getAddress().getPort() + "/200";
        faults.add(wary.send(to(url, 1), "evt_1", BODY).fault());
      }
    }

    assertThat(faults).hasSize(4).containsOnly("the host is not known, or has a private address");
    assertThat(asked).isEmpty();
  }

  private static String expected(String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    mac.update(("evt_1." + NOW.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(BODY));
  }

  private Webhook webhook(String path, int secret) {
    return to("http://127.0.0.1:" + receiver.getAddress().getPort() + path, secret);
  }

  private static Webhook to(String url, int secret) {
    return new Webhook(
        "whk_1",
        Story.WORKSPACE,
        url,
        List.of(),
        null,
        null,
        true,
        secret,
        NOW,
        NOW,
        1,
        0,
        NOW,
        NOW,
        1L,
        null);
  }
}
