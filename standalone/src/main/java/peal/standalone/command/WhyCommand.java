package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why a call stands where it does. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Says why a call waits, or how it ended: by which rule, and what that rests on.")
public final class WhyCommand extends OnBatch {
  /** Facts that are times. */
  private static final Set<String> TIMES = Set.of("at", "until", "since", "endAt");

  @Parameters(index = "1", paramLabel = "JOB", description = "The call's job id.")
  private String call;

  @Override
  String tell(GatewayClient client, String batch) {
    return told(client.why(batch, call));
  }

  static String told(JsonNode why) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s (%s): %s"
            .formatted(
                why.path("verdict").asText(), why.path("rule").asText(), why.path("why").asText()));
    for (Map.Entry<String, JsonNode> fact : why.path("facts").properties()) {
      String value =
          TIMES.contains(fact.getKey())
              ? Instant.ofEpochMilli(fact.getValue().asLong()).toString()
              : fact.getValue().isTextual() ? fact.getValue().asText() : fact.getValue().toString();
      lines.add("  %s  %s".formatted(fact.getKey(), value));
    }
    return String.join("\n", lines);
  }
}
