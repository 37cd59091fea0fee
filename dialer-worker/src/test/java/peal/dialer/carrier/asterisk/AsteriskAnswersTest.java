package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Order;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.service.trace.Origin;

/** Answers that a real Asterisk gives too seldom to wait for them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsteriskAnswersTest {
  private static final AttemptId ATTEMPT = AttemptId.parse("call_b-0-17#1");
  private static final Lane LANE = Lane.parse("ws/0");
  private static final PhoneNumber NUMBER = new PhoneNumber("+15550001234");

  private HttpServer ari;
  private ServerSocket manager;
  private AsteriskCarrier carrier;
  private volatile String entry = "";
  private volatile boolean rings;

  /** Whether the channel is there once the entry was read. */
  private volatile boolean ringsOnceRead;

  @BeforeEach
  void listen() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ari = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    ari.createContext(
        "/",
        exchange -> {
          boolean placing = exchange.getRequestMethod().equals("POST");
          byte[] body = "{\"state\":\"Ringing\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(placing ? 400 : rings ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    ari.start();
    manager = new ServerSocket(0, 5, loopback);
    Thread.startVirtualThread(this::manage);
    carrier =
        new AsteriskCarrier(
            new AsteriskSettings(
                URI.create("http://127.0.0.1:" + ari.getAddress().getPort() + "/ari"),
                "user",
                "password",
                manager.getLocalPort(),
                null,
                null,
                null,
                null,
                null,
                null),
            Optional.empty(),
            report -> {},
            InstantSource.system());
  }

  @AfterEach
  void stop() throws IOException {
    carrier.close();
    manager.close();
    ari.stop(0);
  }

  /**
   * It is about what we asked for, such as a name that is too long, and not about who was called.
   */
  @Test
  void aRequestThatAsteriskDoesNotTakeFailsNoCallForGood() throws Exception {
    CallingAgent agent =
        new CallingAgent(
            "agent_1", "Bell", "m", "p", "v", "en", "Hi.", null, Map.of(), NUMBER, 600);

    assertThat(of(carrier.place(new Order(ATTEMPT, LANE, NUMBER, agent, "Hi.", null, () -> true))))
        .isInstanceOf(Placement.Denied.class);
  }

  @Test
  void aCallThatBeganBetweenTheTwoLooksIsNotOver() throws Exception {
    entry = "dialing:1772359200";
    ringsOnceRead = true;

    assertThat(of(find())).isInstanceOf(Finding.Open.class);
  }

  @Test
  void aCallThatNobodyKnowsAnEndOfIsOver() throws Exception {
    entry = "dialing:1772359200";

    assertThat(of(find())).isInstanceOf(Finding.Over.class);
  }

  private CompletionStage<Finding> find() {
    return carrier.find(
        new CallReference(ATTEMPT, LANE, null, null, null, null, null), Origin.NONE);
  }

  private static <T> T of(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void manage() {
    try (Socket socket = manager.accept()) {
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      say(out, "Asterisk Call Manager/5.0.5\r\n");
      String id = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("ActionID: ")) {
          id = line;
        }
        if (line.isEmpty() && id == null) {
          say(out, "Response: Success\r\n\r\n");
        } else if (line.isEmpty()) {
          say(out, "Response: Success\r\n" + id + "\r\n\r\n");
          say(out, "Event: DBGetResponse\r\n" + id + "\r\nVal: " + entry + "\r\n\r\n");
          rings = ringsOnceRead;
          say(out, "Event: DBGetComplete\r\n" + id + "\r\n\r\n");
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
