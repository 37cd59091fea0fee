package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.gateway.RunningGateway.AGENTS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.gateway.RunningGateway.Reply;

/** Bodies whose ends are withheld, until a workspace has all that it may have of the heap. */
@Timeout(300)
class ManyBodiesTest {
  private static final int LONGEST = 1_000_000;
  private static final Pattern HELD = Pattern.compile("(?m)^peal_gateway_bodies_bytes (\\S+)$");

  /** Room that this is refused where only a part of one more body is left. */
  private static final String AGENT =
      "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}"
          + " ".repeat(LONGEST - 200);

  private final RunningGateway gateway = new RunningGateway();
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    gateway.close();
  }

  @Test
  void oneWorkspaceHoldsAQuarterAndIsRefusedMoreWhileOthersAreServed() throws IOException {
    long share = Runtime.getRuntime().maxMemory() / 8 / 4 / LONGEST;
    for (int i = 0; i < share; i++) {
      withhold(AGENTS, "Content-Length: " + LONGEST + "\r\nContent-Type: application/json");
    }
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == share * LONGEST);

    Reply refused = gateway.ask("POST", AGENTS, AGENT);
    Reply others =
        gateway.send(
            "POST",
            AGENTS,
            AGENT,
            Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("TOO_MANY_BODIES");
    assertThat(refused.header("Retry-After")).isNotNull();
    assertThat(others.status()).isEqualTo(200);
    for (Socket socket : open) {
      socket.close();
    }
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == 0);
    assertThat(gateway.ask("POST", AGENTS, AGENT).status()).isEqualTo(200);
  }

  @Test
  void whoDoesNotSayHowLongItIsIsTakenAtTheLongest() throws IOException {
    withhold(AGENTS, "Transfer-Encoding: chunked\r\nContent-Type: application/json");

    await().atMost(Duration.ofSeconds(120)).until(() -> held() == LONGEST);
  }

  /** A repeat is compared with the first one, field by field. */
  @Test
  void anUploadWithAnIdempotencyKeyTakesHalfAMebibyteRepeatedOrNot() throws IOException {
    gateway.ingest.says(200, "{\"batchId\":\"batch_1\"}");
    Map<String, String> headers =
        Map.of(
            "x-api-key",
            RunningGateway.KEY,
            "x-workspace-id",
            "acme",
            "Idempotency-Key",
            "u-1",
            "Content-Type",
            "multipart/form-data; boundary=aab");
    gateway.send("POST", RunningGateway.BATCHES, "--aab\r\n\r\na file\r\n--aab--\r\n", headers);
    String form =
        "Content-Length: 100\r\n"
            + "Content-Type: multipart/form-data; boundary=aab\r\n"
            + "Idempotency-Key: ";

    withhold(RunningGateway.BATCHES, form + "u-1");
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == 512 << 10);
    withhold(RunningGateway.BATCHES, form + "u-2");
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == 2 * (512 << 10));

    for (Socket socket : open) {
      socket.close();
    }
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == 0);
  }

  private void withhold(String path, String headers) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    open.add(socket);
    socket
        .getOutputStream()
        .write(
            ("POST %s HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nx-workspace-id: acme\r\n"
                    + "%s\r\n\r\n")
                .formatted(path, RunningGateway.KEY, headers)
                .getBytes(StandardCharsets.US_ASCII));
  }

  private long held() {
    Matcher held = HELD.matcher(gateway.send("GET", "/metrics", null, Map.of()).body());
    return held.find() ? (long) Double.parseDouble(held.group(1)) : -1;
  }
}
