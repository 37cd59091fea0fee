package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.gateway.RunningGateway.AGENTS;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;
import static peal.gateway.RunningGateway.KEY;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/** Answers that are asked for and not read, until a workspace has its share of the heap. */
@Timeout(300)
class UnreadAnswersTest {
  private static final Pattern HELD = Pattern.compile("(?m)^peal_gateway_answers_bytes (\\S+)$");
  private static final long SHARE = Runtime.getRuntime().maxMemory() / 8 / 4;

  /** Two fill the share; the buffers of a connection swallow less. */
  private static final String LONG = "{\"id\":\"" + "x".repeat((int) (SHARE / 2) - 1_000) + "\"}";

  private static final String AGENT =
      "{\"name\":\"A\",\"ttsModel\":{\"provider\":\"p\",\"voiceId\":\"v\",\"language\":\"en\"}}";

  private final RunningGateway gateway = new RunningGateway();
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    letGo();
    gateway.close();
  }

  @Test
  void aWorkspaceThatReadsNothingIsRefusedMoreUntilItDoesWhileOthersAreServed() throws Exception {
    gateway.projector.says(200, LONG);
    fillTheShare();

    Reply refused = gateway.get(BATCHES + "/" + BATCH);
    Reply others =
        gateway.send(
            "GET",
            BATCHES + "/" + BATCH,
            null,
            Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival"));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("TOO_MANY_ANSWERS");
    assertThat(refused.header("Retry-After")).isNotNull();
    assertThat(others.status()).isEqualTo(200);
    letGo();
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == 0);
    assertThat(gateway.get(BATCHES + "/" + BATCH).status()).isEqualTo(200);
  }

  @Test
  void shortAnswersAreGivenAllTheSame() throws Exception {
    gateway.projector.says(200, LONG);
    fillTheShare();

    assertThat(gateway.get(AGENTS).status()).isEqualTo(200);
  }

  /** When it is done it is too late to refuse the answer. */
  @Test
  void whatMakesADefinitionIsRefusedBeforeItIsMade() throws Exception {
    gateway.projector.says(200, LONG);
    fillTheShare();

    Reply refused = gateway.ask("POST", AGENTS, AGENT);
    Reply ofTheOtherFamily = gateway.ask("POST", "/v1/agents", AGENT);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("TOO_MANY_ANSWERS");
    assertThat(ofTheOtherFamily.status()).isEqualTo(503);
    assertThat(ofTheOtherFamily.json().path("success").asBoolean(true)).isFalse();
    assertThat(ofTheOtherFamily.json().path("code").asText()).isEqualTo("TOO_MANY_ANSWERS");
    assertThat(gateway.agents.keys()).isEmpty();
  }

  /** A refusal takes this family's shape, too, where the answer itself is what is too much. */
  @Test
  void aListOfLargeAgentsIsRefusedInTheShapeOfItsFamily() throws Exception {
    gateway.ask(
        "POST",
        AGENTS,
        AGENT.replace("\"A\"", "\"A\",\"systemPrompt\":\"" + "y".repeat(100_000) + "\""));
    gateway.projector.says(200, LONG);
    fillTheShare();

    Reply refused = gateway.get("/v1/agents/" + gateway.agents.keys().getFirst().split("/")[1]);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("success").asBoolean(true)).isFalse();
    assertThat(refused.json().path("code").asText()).isEqualTo("TOO_MANY_ANSWERS");
  }

  private void fillTheShare() throws IOException {
    for (int i = 0; i < 2; i++) {
      Socket socket = new Socket();
      open.add(socket);
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: x\r\nx-api-key: %s\r\nx-workspace-id: acme\r\n\r\n"
                  .formatted(BATCHES + "/" + BATCH, KEY)
                  .getBytes(StandardCharsets.US_ASCII));
    }
    await().atMost(Duration.ofSeconds(120)).until(() -> held() == 2L * LONG.length());
  }

  private void letGo() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  private long held() {
    Matcher held = HELD.matcher(gateway.send("GET", "/metrics", null, Map.of()).body());
    return held.find() ? (long) Double.parseDouble(held.group(1)) : -1;
  }
}
