package peal.dialer.carrier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.CarrierContract;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.SimulatedNetwork;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.service.trace.Origin;

class HttpCarrierTest extends CarrierContract {
  private static final Origin ORIGIN =
      new Origin("req-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  private final SimulatedNetwork<HttpCarrier> network =
      new SimulatedNetwork<>(
          hooks -> new CarrierCallbacks(SimulatedNetwork.SECRET, InstantSource.system()),
          (simulator, hooks) -> new HttpCarrier(patient(simulator, hooks)));

  @AfterEach
  void stop() {
    network.close();
  }

  @Override
  protected Carrier carrier() {
    return network.carrier();
  }

  @Override
  protected List<LaneReport> reports() {
    return network.reports();
  }

  @Override
  protected long rings() {
    return network.rings();
  }

  @Test
  void theCarrierIsToldWhichRequestADialAQuestionAndAHangUpComeFrom() throws Exception {
    Order plain = order(ATTEMPT, ORDINARY);
    Order ofARequest =
        new Order(
            plain.attempt(),
            plain.lane(),
            plain.number(),
            plain.agent(),
            plain.prompt(),
            plain.welcomeMessage(),
            plain.dialBy(),
            plain.lastLook(),
            ORIGIN);

    assertThat(toldBy(carrier -> carrier.place(ofARequest))).isEqualTo(ORIGIN);
    assertThat(toldBy(carrier -> carrier.find(reference(ATTEMPT), ORIGIN))).isEqualTo(ORIGIN);
    assertThat(toldBy(carrier -> carrier.hangUp(reference(ATTEMPT), ORIGIN))).isEqualTo(ORIGIN);
  }

  @Test
  void whatNobodyAskedForNamesNoRequest() throws Exception {
    assertThat(toldBy(carrier -> carrier.place(order(ATTEMPT, ORDINARY)))).isEqualTo(Origin.NONE);
    assertThat(toldBy(carrier -> carrier.find(reference(ATTEMPT), Origin.NONE)))
        .isEqualTo(Origin.NONE);
    assertThat(toldBy(carrier -> carrier.hangUp(reference(ATTEMPT), Origin.NONE)))
        .isEqualTo(Origin.NONE);
    assertThat(toldBy(HttpCarrier::warmUp)).isEqualTo(Origin.NONE);
  }

  /** What the headers of the request that {@code asked} makes say of where it comes from. */
  private static Origin toldBy(Function<HttpCarrier, CompletionStage<?>> asked) throws Exception {
    CompletableFuture<Headers> seen = new CompletableFuture<>();
    HttpServer carrier = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    carrier.createContext(
        "/calls",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          seen.complete(exchange.getRequestHeaders());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    carrier.start();
    URI address = URI.create("http://127.0.0.1:" + carrier.getAddress().getPort());
    try (HttpCarrier client = new HttpCarrier(patient(address, address))) {
      outcomeOf(asked.apply(client));
      Headers headers = seen.get(120, TimeUnit.SECONDS);
      return new Origin(headers.getFirst("X-Request-Id"), headers.getFirst("traceparent"));
    } finally {
      carrier.stop(0);
    }
  }

  @Test
  void warmingUpRingsNobody() throws Exception {
    outcomeOf(network.carrier().warmUp());

    assertThat(rings()).isZero();
  }

  @Test
  void aLostAnswerIsUnclearAndTheLookupTells() throws Exception {
    PhoneNumber answerLost = new PhoneNumber("+15550000005");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, answerLost))))
        .isInstanceOf(Placement.Unclear.class);

    assertThat(rings()).isEqualTo(1);
    assertThat(outcomeOf(carrier().find(reference(ATTEMPT), Origin.NONE)))
        .isNotInstanceOf(Finding.NeverHeardOf.class);
  }

  @Test
  void anEndThatIsNotToldIsFound() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, new PhoneNumber("+15550000006"))));

    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() ->
            assertThat(outcomeOf(carrier().find(reference(ATTEMPT), Origin.NONE)))
                .isInstanceOfSatisfying(
                    Finding.Over.class,
                    over -> assertThat(over.outcome()).isEqualTo(Outcome.ANSWERED)));
  }

  @Test
  void aRefusalForNowSaysHowLongToWait() throws Exception {
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, new PhoneNumber("+15550000008")))))
        .isEqualTo(new Placement.Unavailable("the carrier answered 503", Duration.ofSeconds(1)));
    assertThat(rings()).isZero();
  }

  @Test
  void aBreakdownIsUnclearUntilTheLookupTellsThatNothingRang() throws Exception {
    network.faults("{\"errorRate\":1}");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isInstanceOf(Placement.Unclear.class);

    assertThat(outcomeOf(carrier().find(reference(ATTEMPT), Origin.NONE)))
        .isEqualTo(new Finding.NeverHeardOf());
  }

  @Test
  void aCarrierThatIsDownAnswersNoLookup() throws Exception {
    network.faults("{\"down\":true}");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isInstanceOf(Placement.Unavailable.class);
    assertThat(outcomeOf(carrier().find(reference(ATTEMPT), Origin.NONE)))
        .isInstanceOf(Finding.Unclear.class);
    assertThat(outcomeOf(carrier().hangUp(reference(ATTEMPT), Origin.NONE))).isFalse();
  }

  @Test
  void nobodyRangWhereNobodyListens() throws Exception {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    try (HttpCarrier nowhere = new HttpCarrier(accountAt(unused))) {
      assertThat(outcomeOf(nowhere.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Unavailable.class);
      assertThat(outcomeOf(nowhere.find(reference(ATTEMPT), Origin.NONE)))
          .isInstanceOf(Finding.Unclear.class);
    }
  }

  @Test
  void silenceIsUnclear() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpCarrier waiting = new HttpCarrier(accountAt(silent.getLocalPort()))) {
      assertThat(outcomeOf(waiting.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Unclear.class);
      assertThat(outcomeOf(waiting.find(reference(ATTEMPT), Origin.NONE)))
          .isInstanceOf(Finding.Unclear.class);
    }
  }

  @Test
  void anAnswerThatOnlyTricklesIsUnclearAndItsConnectionIsClosed() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpCarrier waiting = new HttpCarrier(accountAt(server.getLocalPort()))) {
      CompletableFuture<Void> closed = trickles(server);
      assertThat(outcomeOf(waiting.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Unclear.class);
      closed.get(120, TimeUnit.SECONDS);

      closed = trickles(server);
      assertThat(outcomeOf(waiting.find(reference(ATTEMPT), Origin.NONE)))
          .isInstanceOf(Finding.Unclear.class);
      closed.get(120, TimeUnit.SECONDS);
    }
  }

  /** Answers the next request a byte at a time, and never to the end; done when it is closed. */
  private static CompletableFuture<Void> trickles(ServerSocket server) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try (Socket socket = server.accept();
          ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
        timer.scheduleAtFixedRate(
            () -> {
              try {
                out.write('a');
              } catch (IOException gone) {
                closed.complete(null);
                timer.shutdown();
              }
            },
            0,
            20,
            TimeUnit.MILLISECONDS);
        closed.join();
      } catch (IOException e) {
        closed.completeExceptionally(e);
      }
    });
    return closed;
  }

  @Test
  void whatFindsNoThreadIsSurelyNotPlaced() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpCarrier narrow = new HttpCarrier(accountAt(silent.getLocalPort()), 1)) {
      CountDownLatch looks = new CountDownLatch(1);
      CountDownLatch looked = new CountDownLatch(1);
      CompletionStage<Placement> first =
          narrow.place(
              order(
                  ATTEMPT,
                  ORDINARY,
                  () -> {
                    looks.countDown();
                    return passes(looked);
                  }));
      looks.await();

      assertThat(outcomeOf(narrow.place(order(ATTEMPT, ORDINARY))))
          .isEqualTo(new Placement.Withheld());

      looked.countDown();
      assertThat(outcomeOf(first)).isInstanceOf(Placement.Unclear.class);
    }
  }

  private static boolean passes(CountDownLatch looked) {
    try {
      looked.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** For what is answered: the first answer of a process may take its time. */
  private static CarrierAccount patient(URI address, URI hooks) {
    return new CarrierAccount(address, hooks, Duration.ofSeconds(60), Duration.ofSeconds(60), true);
  }

  private static CarrierAccount accountAt(int port) {
    return new CarrierAccount(
        URI.create("http://127.0.0.1:" + port),
        URI.create("http://127.0.0.1:1/carrier/callbacks"),
        Duration.ofSeconds(2),
        Duration.ofMillis(300),
        true);
  }
}
