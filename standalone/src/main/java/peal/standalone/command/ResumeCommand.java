package peal.standalone.command;

import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;

/** Lets the dials of a paused batch go on. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "Resumes a paused batch.")
public final class ResumeCommand extends OnBatch {
  @Override
  String tell(GatewayClient client, String batch) {
    client.resume(batch);
    return batch + " goes on.";
  }
}
