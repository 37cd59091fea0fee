package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The kill switch. */
@Command(
    name = "stop-dialing",
    mixinStandardHelpOptions = true,
    description =
        "Stops all dialing, or that of a workspace or a carrier, until resume-dialing; calls that"
            + " ring or talk go on.")
public final class StopDialingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private DialingScope scope;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Shown to whoever wonders why; at most 200 characters, no personal data.")
  private String reason;

  @Override
  public Integer call() {
    Logs.quiet();
    Map<String, String> why = reason == null ? Map.of() : Map.of("reason", reason);
    try (GatewayClient client = server.client()) {
      Map<String, String> order = new LinkedHashMap<>(scope.target());
      order.putAll(why);
      JsonNode said = scope.isOwn() ? client.stopOwnDialing(why) : client.stopDialing(order);
      DialingCommand.show(spec.commandLine().getOut(), said);
      return 0;
    }
  }
}
