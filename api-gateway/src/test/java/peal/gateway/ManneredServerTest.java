package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

/** What every answer of this server has, and what its requests may have at most. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManneredServerTest {
  private RunningGateway gateway;

  @BeforeAll
  void start() {
    gateway = new RunningGateway(Map.of("PEAL_JSON_SECONDS", "1"));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/api/batch-calls",
        "/api/v1/agents",
        "/nowhere",
        "/health/live",
        "/v1/agents/x"
      })
  void noAnswerIsKeptFramedOrGuessedAt(String path) {
    Reply reply = gateway.get(path);

    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(reply.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
  }

  private String raw(String headAndMore) throws IOException {
    return RawHttp.send(gateway.port(), headAndMore);
  }

  private static String head(String method, String path, String more) {
    return "%s %s HTTP/1.1\nHost: x\nx-api-key: %s\nx-workspace-id: acme\n%sConnection: close\n\n"
        .formatted(method, path, RunningGateway.KEY, more);
  }

  @Test
  void headersMayHaveEightKilobytes() throws IOException {
    String answer = raw(head("GET", "/api/v1/agents", "X-Long: " + "x".repeat(9_000) + "\n"));

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"error\"", "8 KB", "nosniff");
  }

  @Test
  void soMayThePath() throws IOException {
    String answer = raw(head("GET", "/api/v1/agents/" + "x".repeat(9_000), ""));

    assertThat(answer).startsWith("HTTP/1.1 414 ").contains("\"error\"", "too long");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%0d%0aSet-Cookie: x=1",
        "a b",
        "<script>",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void aRequestIdOfTheClientsIsSaidAgainOnlyWhereItIsOne(String id) throws IOException {
    String answer = raw(head("GET", "/api/v1/agents", "X-Request-Id: " + id + "\n"));

    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain(id).contains("X-Request-Id: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\nContent-Length: 6\n",
        "Content-Length: -1\n",
        "Content-Length: x\n",
        "Content-Length: 5\nTransfer-Encoding: chunked\n",
        "No colon here\n",
        "Bad\u0000Name: x\n"
      })
  void aHeadThatCanBeReadInTwoWaysIsRefused(String more) throws IOException {
    String answer =
        RawHttp.send(
            gateway.port(),
            head("POST", "/api/v1/agents", more),
            out -> out.write("{\"a\":1}".getBytes(StandardCharsets.US_ASCII)));

    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("\tat ");
  }

  /** A client whose JSON body has only begun. */
  private static Socket slow(RunningGateway gateway) throws IOException {
    Socket slow = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    slow.setSoTimeout(60_000);
    String start = head("POST", "/api/v1/agents", "Content-Length: 1000000\n");
    slow.getOutputStream().write(start.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    return slow;
  }

  @Test
  void aJsonBodyThatTricklesInIsDropped() throws Exception {
    try (Socket slow = slow(gateway)) {
      OutputStream out = slow.getOutputStream();
      while (slow.getInputStream().available() == 0) {
        out.write(' ');
        out.flush();
        assertThat(gateway.get("/api/v1/agents").status()).isEqualTo(200);
      }

      String answer = new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(answer).isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void othersAreAnsweredWhileAJsonBodyTricklesIn() throws Exception {
    try (RunningGateway patient = new RunningGateway(Map.of("PEAL_JSON_SECONDS", "3600"));
        Socket slow = slow(patient)) {
      assertThat(patient.get("/api/v1/agents").status()).isEqualTo(200);

      assertThat(slow.getInputStream().available()).as("bytes of an answer").isZero();
    }
  }
}
