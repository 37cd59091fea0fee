package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.Access;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A file becomes a batch. */
@Command(
    name = "upload",
    mixinStandardHelpOptions = true,
    description = "Uploads a CSV file or an Excel workbook and starts a batch; prints its id.")
public final class UploadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private StartOptions start = new StartOptions();

  @Option(names = "--watch", description = "Stay and show the progress until the batch has ended.")
  private boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    Logs.quiet();
    Access access = server.access(System.getenv());
    try (GatewayClient client = new GatewayClient(access)) {
      JsonNode started = start(client, fields(access.agent()));
      String batch = started.path("batchId").asText();
      spec.commandLine().getOut().println(batch);
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().println(sentence(started));
      warnings(started).forEach(spec.commandLine().getErr()::println);
      spec.commandLine().getErr().flush();
      return watch ? new Watching(client, batch).untilComplete() : 0;
    }
  }

  private JsonNode start(GatewayClient client, Map<String, String> fields)
      throws InterruptedException {
    try {
      return client.start(start.file(), fields);
    } catch (Refused e) {
      throw StartOptions.named(e);
    }
  }

  /** The form fields of the API; what was not given is left out. */
  Map<String, String> fields(Optional<String> agent) {
    return start.fields(agent);
  }

  /** How many warnings there are of each code, with the first of each that the answer lists. */
  static List<String> warnings(JsonNode started) {
    List<String> lines = new ArrayList<>();
    JsonNode warnings = started.path("warnings");
    for (Map.Entry<String, JsonNode> count : warnings.path("counts").properties()) {
      lines.add(
          "warning: %s (%d)%s"
              .formatted(
                  count.getKey(),
                  count.getValue().asLong(),
                  first(count.getKey(), warnings.path("first"))));
    }
    return lines;
  }

  private static String first(String code, JsonNode listed) {
    for (JsonNode warning : listed) {
      if (warning.path("code").asText().equals(code)) {
        String row = warning.hasNonNull("row") ? ", first in row " + warning.path("row") : "";
        return row + ": " + warning.path("message").asText();
      }
    }
    return "";
  }

  private static String sentence(JsonNode started) {
    JsonNode skipped = started.path("skipped");
    return "%d calls queued; skipped: %d invalid, %d duplicate."
        .formatted(
            started.path("totalCalls").asLong(),
            skipped.path("invalid").asLong(),
            skipped.path("duplicate").asLong());
  }
}
