package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The operator's side of workspaces. */
@Command(
    name = "workspace",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|set|number|list",
    description = "Creates, changes and lists workspaces; needs the admin token.")
public final class WorkspaceCommand implements Runnable {
  private static final String LINE = "%-24s %-24s %5s %14s %16s%n";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: create, set, number or list.");
  }

  /** The limits that can be given; what is left out stays as it is. */
  static final class LimitOptions {
    @Option(names = "--calls-per-second", paramLabel = "N", description = "Dials per second.")
    private Double callsPerSecond;

    @Option(
        names = "--max-concurrent-calls",
        paramLabel = "N",
        description = "Attempts out at once.")
    private Integer maxConcurrentCalls;

    @Option(names = "--max-rows-per-batch", paramLabel = "N", description = "Rows of one file.")
    private Integer maxRowsPerBatch;

    @Option(
        names = "--api-requests-per-minute",
        paramLabel = "N",
        description = "Requests a key may make in a minute; 0 for any number.")
    private Integer apiRequestsPerMinute;

    @Option(names = "--name", description = "Display name.")
    private String name;

    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      put(fields, "name", name);
      put(fields, "callsPerSecond", callsPerSecond);
      put(fields, "maxConcurrentCalls", maxConcurrentCalls);
      put(fields, "maxRowsPerBatch", maxRowsPerBatch);
      put(fields, "apiRequestsPerMinute", apiRequestsPerMinute);
      return fields;
    }
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Creates a workspace and prints its key, which is shown only now.")
  int create(
      @Mixin ServerOptions server,
      @Mixin LimitOptions limits,
      @Option(names = "--id", description = "Its id; made up if it is not given.") String id,
      @Option(names = "--lanes", description = "Lanes, 1-64; can never be changed (default: 1).")
          Integer lanes,
      @Option(
              names = "--phone-number",
              paramLabel = "E164",
              description = "A number to call from; may be given several times.")
          List<String> phoneNumbers) {
    Logs.quiet();
    Map<String, Object> fields = limits.fields();
    put(fields, "id", id);
    put(fields, "lanes", lanes);
    put(fields, "phoneNumbers", phoneNumbers);
    try (GatewayClient client = server.client()) {
      JsonNode made = client.createWorkspace(fields);
      out()
          .printf(
              "workspace=%s api-key=%s%n", made.path("id").asText(), made.path("apiKey").asText());
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Changes a workspace while it runs; what is not named stays as it is.")
  int set(
      @Mixin ServerOptions server,
      @Mixin LimitOptions limits,
      @Parameters(paramLabel = "ID", description = "The workspace's id.") String id) {
    Logs.quiet();
    if (limits.fields().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Say what to change; see --help.");
    }
    try (GatewayClient client = server.client()) {
      heading();
      show(client.changeWorkspace(id, limits.fields()));
      return 0;
    }
  }

  @Command(
      name = "number",
      mixinStandardHelpOptions = true,
      description = "Adds a number to call from, or says which carrier it is at; others stay.")
  int number(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "WORKSPACE", description = "The workspace's id.")
          String workspace,
      @Parameters(index = "1", paramLabel = "E164", description = "The number, +15550100001.")
          String number,
      @Option(
              names = "--number-id",
              paramLabel = "ID",
              description = "By which agents name it; made up if it is new and none is given.")
          String id,
      @Option(
              names = "--carrier",
              paramLabel = "CARRIER",
              description = "An id of the dialers' carriers file.")
          String carrier) {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      JsonNode known = client.workspace(workspace);
      if (known.isMissingNode()) {
        throw new Refused(404, "there is no workspace " + workspace);
      }
      List<Object> numbers = new ArrayList<>();
      known
          .path("phoneNumbers")
          .forEach(own -> {
            if (!own.path("number").asText().equals(number)) {
              numbers.add(own);
            }
          });
      Map<String, Object> wanted = new LinkedHashMap<>();
      put(wanted, "id", id);
      put(wanted, "number", number);
      put(wanted, "carrier", carrier);
      numbers.add(wanted);
      JsonNode changed = client.changeWorkspace(workspace, Map.of("phoneNumbers", numbers));
      changed.path("phoneNumbers").forEach(this::showNumber);
      return 0;
    }
  }

  private void showNumber(JsonNode number) {
    out()
        .printf(
            "%-24s %-18s %s%n",
            number.path("id").asText(),
            number.path("number").asText(),
            number.path("carrier").asText("default"));
    out().flush();
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all workspaces.")
  int list(@Mixin ServerOptions server) {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      JsonNode all = client.workspaces().path("data");
      heading();
      all.forEach(this::show);
      return 0;
    }
  }

  private void heading() {
    out().printf(LINE, "ID", "NAME", "LANES", "CALLS/SECOND", "CONCURRENT CALLS");
    out().flush();
  }

  private void show(JsonNode workspace) {
    out()
        .printf(
            LINE,
            workspace.path("id").asText(),
            workspace.path("name").asText(),
            workspace.path("lanes").asText(),
            workspace.path("callsPerSecond").asText(),
            workspace.path("maxConcurrentCalls").asText());
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
