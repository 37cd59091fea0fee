package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;

/** Stops a batch: nothing new is dialed, calls that are out end normally. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Cancels a batch: waiting calls are dropped, active ones end normally.")
public final class CancelCommand extends OnBatch {
  @Override
  String tell(GatewayClient client, String batch) {
    JsonNode details = client.cancel(batch).path("details");
    return "%s cancelled: %d of %d calls dropped, %d completed, %d failed."
        .formatted(
            batch,
            details.path("cancelledCalls").asLong(),
            details.path("totalCalls").asLong(),
            details.path("completedCalls").asLong(),
            details.path("failedCalls").asLong());
  }
}
