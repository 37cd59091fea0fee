package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;

/** Closes a batch that is kept open: it is complete when its last call has ended. */
@Command(
    name = "close",
    mixinStandardHelpOptions = true,
    description =
        "Closes a batch that is kept open: no rows can be added, and it ends with its last call.")
public final class CloseCommand extends OnBatch {
  @Override
  String tell(GatewayClient client, String batch) {
    JsonNode closed = client.close(batch);
    return "%s closed with %d calls; it is %s."
        .formatted(
            batch,
            closed.path("details").path("totalCalls").asLong(),
            closed.path("status").asText());
  }
}
