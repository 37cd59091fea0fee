package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.Access;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import peal.standalone.display.PlanTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a start with a file would come to. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Says when a batch of a file would be dialed and end, with the options of upload; nobody is"
            + " dialed.")
public final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private StartOptions start = new StartOptions();

  @Option(
      names = "--assume",
      paramLabel = "JSON",
      description =
          "How calls end: {\"outcomes\": {\"successful\": 60, \"no_answer\": 40}, \"ringSeconds\":"
              + " 20, \"talkSeconds\": 90}; what is left out is as usual.")
  private String assume;

  @Option(names = "--json", description = "Print the API's answer.")
  private boolean json;

  @Override
  public Integer call() {
    Logs.quiet();
    Access access = server.access(System.getenv());
    try (GatewayClient client = new GatewayClient(access)) {
      JsonNode plan = client.plan(start.file(), fields(access.agent()));
      spec.commandLine()
          .getOut()
          .print(json ? plan.toPrettyString() + "\n" : PlanTable.of(plan).toString());
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().println(plan.path("message").asText());
      spec.commandLine().getErr().flush();
      return 0;
    } catch (Refused e) {
      throw StartOptions.named(e);
    }
  }

  /** The form fields of the API; what was not given is left out. */
  Map<String, String> fields(Optional<String> agent) {
    Map<String, String> fields = new LinkedHashMap<>(start.fields(agent));
    if (assume != null) {
      fields.put("assume", assume);
    }
    return fields;
  }
}
