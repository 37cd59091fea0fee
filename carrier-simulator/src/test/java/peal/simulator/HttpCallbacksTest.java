package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.simulator.Callback.Event.ENDED;
import static peal.simulator.Callback.Event.RINGING;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.Outcome;

@Timeout(180)
class HttpCallbacksTest {
  private static final Callback CALLBACK = callback("call_a-0-1#1", Callback.Event.RINGING);

  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private final List<Duration> gaps = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final HttpCallbacks callbacks =
      new HttpCallbacks(
          new Bound(6, 1 << 20),
          4,
          new CallbackPosts("secret", () -> ManualTime.START),
          (gap, task) -> {
            gaps.add(gap);
            task.run();
            return () -> {};
          },
          metrics);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private HttpServer receiver;
  private volatile int refusals;
  private volatile int refusal = 503;
  private volatile boolean refuseTogether;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    arrived.countDown();
    if (exchange.getRequestURI().getPath().equals("/waits")) {
      await();
    }
    signatures.add(exchange.getRequestHeaders().getFirst(Signature.HEADER));
    boolean together = bodies.getLast().startsWith("{\"callbacks\":");
    boolean refuse = signatures.size() <= refusals || together && refuseTogether;
    exchange.sendResponseHeaders(refuse ? refusal : 204, -1);
    exchange.close();
  }

  @AfterEach
  void stop() {
    callbacks.close();
    receiver.stop(0);
  }

  @Test
  void aCallbackIsSigned() throws Exception {
    deliver();

    // echo -n '1772366400.<the body>' | openssl dgst -sha256 -hmac secret
    assertThat(signatures)
        .containsExactly(
            "t=1772366400,v1=bf743a449bd208d8c0b838f7ddd1b8994bdd313c9d9cb4cdbfda52c554fde427");
  }

  @Test
  void aReceiverThatIsNotReadyIsAskedAgainWithGrowingGaps() throws Exception {
    refusals = 2;

    deliver();

    assertThat(signatures).hasSize(3);
    assertThat(gaps).containsExactly(Duration.ofMillis(200), Duration.ofMillis(600));
  }

  @Test
  void theSenderGivesUpInTheEnd() throws Exception {
    refusals = 100;

    deliver();

    assertThat(signatures).hasSize(6);
  }

  @Test
  void aReceiverThatRefusesForGoodIsNotAskedAgain() throws Exception {
    refusals = 1;
    refusal = 401;

    deliver();

    assertThat(signatures).hasSize(1);
  }

  @Test
  void whereThereIsNoRoomSignsOfLifeAreShedFirst() throws Exception {
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (Callback.Event event : List.of(RINGING, RINGING, RINGING, RINGING, ENDED, ENDED, ENDED)) {
      sent.add(deliver("/waits", 1, callback("call_a-0-" + sent.size() + "#1", event)));
    }

    // Signs of life have half of the room, and one address three quarters of all.
    assertThat(sent)
        .extracting(CompletableFuture::isDone)
        .containsExactly(false, false, false, true, false, false, true);
    open.countDown();
    for (CompletableFuture<Void> each : sent) {
      each.get(120, TimeUnit.SECONDS);
    }
    assertThat(metrics.get("peal.simulator.callbacks.waiting").gauge().value()).isZero();
    assertThat(metrics.get("peal.simulator.callbacks.waiting.bytes").gauge().value()).isZero();
    assertThat(count("delivered")).isEqualTo(5);
    assertThat(count("shed")).isEqualTo(2);
  }

  @Test
  void callersWhoAskForItGetSeveralInOneBody() throws Exception {
    sendTogether();

    String each =
        "{\"attemptId\":\"call_a-0-%d#1\",\"reference\":\"ws/0\",\"event\":\"ringing\","
            + "\"at\":1772366400000,\"seq\":1}";
    assertThat(bodies)
        .containsExactly(
            each.formatted(0),
            "{\"callbacks\":[" + each.formatted(1) + "," + each.formatted(2) + "]}");
  }

  @Test
  void whatIsRefusedTogetherIsSentAlone() throws Exception {
    refuseTogether = true;
    refusal = 400;

    sendTogether();

    assertThat(bodies).hasSize(4);
    assertThat(bodies.get(1)).startsWith("{\"callbacks\":[");
    assertThat(bodies.subList(2, 4)).allMatch(body -> body.startsWith("{\"attemptId\":"));
    assertThat(count("delivered")).isEqualTo(3);
  }

  /** One callback, and two more while it is under way. */
  private void sendTogether() throws Exception {
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    sent.add(deliver("/waits", 2, callback("call_a-0-0#1", RINGING)));
    arrived.await();
    sent.add(deliver("/waits", 2, callback("call_a-0-1#1", RINGING)));
    sent.add(deliver("/waits", 2, callback("call_a-0-2#1", RINGING)));
    open.countDown();
    for (CompletableFuture<Void> each : sent) {
      each.get(120, TimeUnit.SECONDS);
    }
  }

  @Test
  void anAddressThatIsNoneIsGivenUp() throws Exception {
    callbacks
        .deliver(new Callbacks.Address("http://", 1), CALLBACK, Duration.ZERO)
        .toCompletableFuture()
        .get(120, TimeUnit.SECONDS);

    assertThat(count("given_up")).isEqualTo(1);
  }

  private double count(String result) {
    return metrics.get("peal.simulator.callbacks").tag("result", result).counter().count();
  }

  private void await() {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Callback callback(String attemptId, Callback.Event event) {
    Callback.CallEnd end =
        event == ENDED ? new Callback.CallEnd(Outcome.BUSY, null, null, false) : null;
    return new Callback(attemptId, "ws/0", event, ManualTime.START, 1, end);
  }

  private void deliver() throws Exception {
    deliver("/callbacks", 1, CALLBACK).get(120, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> deliver(String path, int perPost, Callback callback) {
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
    return callbacks
        .deliver(new Callbacks.Address(url, perPost), callback, Duration.ZERO)
        .toCompletableFuture();
  }
}
