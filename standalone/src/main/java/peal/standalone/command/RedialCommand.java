package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Dials rows of a batch that has ended again, as a batch of their own. */
@Command(
    name = "redial",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a batch of the rows of one that has ended; prints its id.",
      "Agent, hours, pace and retries are as they were, unless --override says otherwise."
    })
public final class RedialCommand extends OnBatch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NUMBERS = Set.of("priority", "callsPerSecond", "maxConcurrency");

  @Option(
      names = "--outcomes",
      split = ",",
      paramLabel = "OUTCOME",
      description =
          "How the rows ended, such as busy,no_answer; without it all that did not succeed.")
  private List<String> outcomes = new ArrayList<>();

  @Option(
      names = "--override",
      paramLabel = "FIELD=VALUE",
      description =
          "A field of a start, such as name=Again, callsPerSecond=2 or scheduledAt=TIME; usual"
              + " gives it back to what it is where nothing is said. May be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description =
          "Repeats a redial whose answer was lost: by the same key none is started twice.")
  private String key = UUID.randomUUID().toString();

  @Override
  String tell(GatewayClient client, String batch) {
    JsonNode started = started(client, batch);
    return "%s dials %d rows of %s again."
        .formatted(started.path("batchId").asText(), started.path("totalCalls").asLong(), batch);
  }

  private JsonNode started(GatewayClient client, String batch) {
    try {
      return client.redial(batch, fields(), key);
    } catch (Refused e) {
      if (e.status() >= 400 && e.status() < 500) {
        throw e;
      }
      throw new Refused(
          e.status(),
          e.getMessage()
              + "%nIt is not known whether a batch was started. Repeat the same with --idempotency-key %s; it is started once."
                  .formatted(key));
    }
  }

  /** The fields of the API; what was not given is left out. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!outcomes.isEmpty()) {
      fields.put("outcomes", outcomes);
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (String override : overrides) {
      int at = override.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException(
            "--override %s names no field; write FIELD=VALUE".formatted(override));
      }
      String name = override.substring(0, at);
      named.put(name, value(name, override.substring(at + 1)));
    }
    if (!named.isEmpty()) {
      fields.put("overrides", named);
    }
    return fields;
  }

  /** An object and a number are JSON; anything else is a text, as in a form. */
  private static Object value(String name, String text) {
    if (text.equals("usual")) {
      return null;
    }
    if (!text.startsWith("{") && !NUMBERS.contains(name)) {
      return text;
    }
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("--override %s has no value of it".formatted(name), e);
    }
  }
}
