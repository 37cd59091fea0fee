package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.Peal;
import peal.standalone.client.Access;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;

class RedialCommandTest {
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile int status = 503;
  private HttpServer server;
  private GatewayClient client;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    client =
        new GatewayClient(
            Access.find(
                Optional.of(url), folder, Map.of("PEAL_API_KEY", "k", "PEAL_WORKSPACE", "w")));
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void whatMayHaveBeenStartedCanBeRepeatedByTheKeyThatIsSaid() {
    Refused lost = refusal("redial", "batch_b1");
    refusal("redial", "batch_b1", "--idempotency-key=" + keys.getFirst());

    assertThat(lost).hasMessageContaining("--idempotency-key " + keys.getFirst());
    assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
  }

  @Test
  void whatWasRefusedHasNoKeyToRepeat() {
    status = 409;

    assertThat(refusal("redial", "batch_b1")).hasMessageNotContaining("--idempotency-key");
  }

  private Refused refusal(String... arguments) {
    RedialCommand command =
        (RedialCommand)
            Peal.commandLine().parseArgs(arguments).subcommand().commandSpec().userObject();
    return catchThrowableOfType(Refused.class, () -> command.tell(client, "batch_b1"));
  }
}
