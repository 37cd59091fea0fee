package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the calls to a number. */
@Command(
    name = "calls",
    mixinStandardHelpOptions = true,
    description = "Shows the calls to a number over all batches and single calls, newest first.")
public final class CallsCommand implements Callable<Integer> {
  private static final String LINE = "%-10s %-15s %-20s %-25s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "NUMBER", description = "The number, such as +12125550123.")
  private String number;

  @Override
  public Integer call() {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      show(spec.commandLine().getOut(), client.callsOf(number));
      return 0;
    }
  }

  /** The calls as a table, and what is not shown. */
  static void show(PrintWriter out, JsonNode found) {
    out.printf(LINE, "STATUS", "OUTCOME", "DIALED", "BATCH", "JOB");
    for (JsonNode call : found.path("calls")) {
      out.printf(
          LINE,
          call.path("status").asText(),
          call.path("outcome").asText("-"),
          call.has("startTime")
              ? Instant.ofEpochMilli(call.path("startTime").asLong() / 1_000 * 1_000).toString()
              : "-",
          call.path("batchName").asText(call.has("batchId") ? "-" : "(single call)"),
          call.path("jobId").asText());
    }
    int shown = found.path("calls").size();
    long total = found.path("pagination").path("total").asLong();
    if (shown < total || found.has("nextBefore")) {
      out.println("There are more: ask GET /v1/api/calls for the other pages.");
    }
    out.flush();
  }
}
