package peal.standalone.command;

import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a batch until it has ended. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = "Shows a batch's progress until it has ended; exit code 0 if it completed.")
public final class WatchCommand implements Callable<Integer> {
  @Mixin private ServerOptions server;

  @Parameters(paramLabel = "BATCH", description = "The batch's id.")
  private String batch;

  @Override
  public Integer call() throws InterruptedException {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      return new Watching(client, batch).untilComplete();
    }
  }
}
