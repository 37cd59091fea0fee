package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import picocli.CommandLine.Model.CommandSpec;

class RowsCommandTest {
  private static final String ADDED =
      """
      {"batchId":"batch_b1","added":2,"firstRow":4,"lastRow":6,"skipped":{"invalid":1,"duplicate":0},\
      "status":"processing","details":{"totalCalls":5}}\
      """;

  @TempDir private Path folder;
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private final StringWriter said = new StringWriter();
  private Path file;
  private HttpServer server;
  private GatewayClient client;

  @BeforeEach
  void open() throws IOException {
    file = Files.writeString(folder.resolve("more.csv"), "Mobile\n+12125550123\n");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
          bodies.add(
              exchange.getRequestURI()
                  + "\n"
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = (status == 200 ? ADDED : "{}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
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
  void aFileIsAddedAsItIsToBeRead() {
    assertThat(command("rows", "batch_b1", file.toString(), "--column=phone_number=Mobile"))
        .isEqualTo("2 rows added to batch_b1 as rows 4 to 6; skipped: 1 invalid, 0 duplicate.");

    assertThat(bodies.getFirst())
        .startsWith("/v1/api/batch-calls/batch_b1/rows\n")
        .contains("{\"phone_number\":\"Mobile\"}", "+12125550123");
  }

  @Test
  void whatMayHaveBeenAddedCanBeRepeatedByTheKeyThatIsSaid() {
    status = 503;
    Refused lost = refusal("rows", "batch_b1", file.toString());
    refusal("rows", "batch_b1", file.toString(), "--idempotency-key=" + keys.getFirst());

    assertThat(lost).hasMessageContaining("--idempotency-key " + keys.getFirst());
    assertThat(keys).hasSize(2).containsOnly(keys.getFirst());
    status = 409;
    assertThat(refusal("rows", "batch_b1", file.toString()))
        .hasMessageNotContaining("--idempotency-key");
  }

  @Test
  void itsKeyIsSaidBeforeAnythingIsSent() {
    command("rows", "batch_b1", file.toString());

    assertThat(said.toString()).contains("--idempotency-key " + keys.getFirst());
  }

  @Test
  void aCloseTellsHowTheBatchStands() {
    assertThat(command("close", "batch_b1"))
        .isEqualTo("batch_b1 closed with 5 calls; it is processing.");
  }

  private String command(String... arguments) {
    CommandSpec spec = Peal.commandLine().parseArgs(arguments).subcommand().commandSpec();
    spec.commandLine().setErr(new PrintWriter(said));
    OnBatch command = (OnBatch) spec.userObject();
    return command.tell(client, "batch_b1");
  }

  private Refused refusal(String... arguments) {
    return catchThrowableOfType(Refused.class, () -> command(arguments));
  }
}
