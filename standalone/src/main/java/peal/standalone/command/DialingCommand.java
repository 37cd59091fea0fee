package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows where dialing is stopped. */
@Command(
    name = "dialing",
    mixinStandardHelpOptions = true,
    description = "Shows where dialing is stopped, since when, by whom and why.")
public final class DialingCommand implements Callable<Integer> {
  private static final String LINE = "%-10s %-24s %-8s %-25s %-32s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Option(
      names = "--own",
      description = "What concerns the workspace of the API key; without it the operator's view.")
  private boolean own;

  @Override
  public Integer call() {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      show(spec.commandLine().getOut(), own ? client.ownDialing() : client.dialing());
      return 0;
    }
  }

  /** The scopes as a table, under what was said of it. */
  static void show(PrintWriter out, JsonNode state) {
    if (state.has("message")) {
      out.println(state.path("message").asText());
      out.println();
    }
    out.printf(LINE, "SCOPE", "ID", "DIALING", "SINCE", "BY", "REASON");
    for (JsonNode scope : state.path("scopes")) {
      out.print(
          LINE.formatted(
                  scope.path("scope").asText(),
                  scope.path("id").asText("-"),
                  scope.path("stopped").asBoolean() ? "stopped" : "goes on",
                  scope.path("at").asText("-"),
                  scope.path("by").asText("-"),
                  scope.path("reason").asText("-"))
              .stripTrailing());
      out.println();
    }
    out.flush();
  }
}
