package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A file becomes a batch. */
@Command(
    name = "upload",
    mixinStandardHelpOptions = true,
    description = "Uploads a CSV file and starts a batch; prints the batch's id.")
public final class UploadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "FILE", description = "The CSV file; it has a column phone_number.")
  private Path file;

  @Option(
      names = "--agent",
      required = true,
      paramLabel = "ID",
      description = "The agent that calls.")
  private String agent;

  @Option(names = "--watch", description = "Stay and show the progress until the batch has ended.")
  private boolean watch;

  @Option(names = "--name", description = "A name for the batch.")
  private String name;

  @Option(
      names = "--scheduled-at",
      paramLabel = "TIME",
      description = "When to begin: ISO-8601 with Z or an offset.")
  private String scheduledAt;

  @Option(names = "--on-invalid-rows", paramLabel = "reject|skip")
  private String onInvalidRows;

  @Option(names = "--on-duplicates", paramLabel = "skip|keep|reject")
  private String onDuplicates;

  @Option(
      names = "--default-region",
      paramLabel = "REGION",
      description = "Region of national numbers, such as US.")
  private String defaultRegion;

  @Option(
      names = "--smart-callback",
      paramLabel = "JSON",
      description = "As in the API: {\"enabled\": true, \"maxAttempts\": 3, ...}.")
  private String smartCallback;

  @Override
  public Integer call() throws InterruptedException {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      JsonNode started = client.start(file, fields());
      String batch = started.path("batchId").asText();
      spec.commandLine().getOut().println(batch);
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().println(sentence(started));
      spec.commandLine().getErr().flush();
      return watch ? new Watching(client, batch).untilComplete() : 0;
    }
  }

  /** The form fields of the API; what was not given is left out. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("agentId", agent);
    put(fields, "name", name);
    put(fields, "scheduledAt", scheduledAt);
    put(fields, "onInvalidRows", onInvalidRows);
    put(fields, "onDuplicates", onDuplicates);
    put(fields, "defaultRegion", defaultRegion);
    put(fields, "smartCallbackConfig", smartCallback);
    return fields;
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value != null) {
      fields.put(name, value);
    }
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
