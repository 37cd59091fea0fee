package peal.standalone.command;

import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;

/** Pauses a batch: nothing is dialed until it is resumed, calls that are out end normally. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Pauses a batch: nobody is dialed until it is resumed, active calls end normally.")
public final class PauseCommand extends OnBatch {
  @Override
  String tell(GatewayClient client, String batch) {
    long active = client.pause(batch).path("details").path("active").asLong();
    return "%s paused; %d calls are on the phone and end normally.".formatted(batch, active);
  }
}
