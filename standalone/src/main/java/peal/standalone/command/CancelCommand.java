package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a batch: nothing new is dialed, calls that are out end normally. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Cancels a batch: waiting calls are dropped, active ones end normally.")
public final class CancelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "BATCH", description = "The batch's id.")
  private String batch;

  @Override
  public Integer call() {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      JsonNode details = client.cancel(batch).path("details");
      spec.commandLine()
          .getOut()
          .printf(
              "%s cancelled: %d of %d calls dropped, %d completed, %d failed.%n",
              batch,
              details.path("cancelledCalls").asLong(),
              details.path("totalCalls").asLong(),
              details.path("completedCalls").asLong(),
              details.path("failedCalls").asLong());
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
