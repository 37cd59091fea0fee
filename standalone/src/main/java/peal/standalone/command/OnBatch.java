package peal.standalone.command;

import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about one batch at a server, which answers with a sentence. */
abstract class OnBatch implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "BATCH", description = "The batch's id.")
  private String batch;

  /** Does it; returns what to tell the user. */
  abstract String tell(GatewayClient client, String batch);

  @Override
  public Integer call() {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      spec.commandLine().getOut().println(tell(client, batch));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
