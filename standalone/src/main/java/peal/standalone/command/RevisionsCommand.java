package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;

/** Shows how a batch was changed. */
@Command(
    name = "revisions",
    mixinStandardHelpOptions = true,
    description = "Shows how a batch is dialed, and who changed that when; the newest first.")
public final class RevisionsCommand extends OnBatch {
  @Override
  String tell(GatewayClient client, String batch) {
    List<String> lines = new ArrayList<>();
    for (JsonNode revision : client.revisions(batch).path("revisions")) {
      lines.add(
          "%d  %s  %s  %s"
              .formatted(
                  revision.path("revision").asInt(),
                  Instant.ofEpochMilli(revision.path("at").asLong()),
                  revision.path("by").asText("start"),
                  revision.path("plan")));
    }
    return String.join("\n", lines);
  }
}
