package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes how a batch is dialed from now on. */
@Command(
    name = "change",
    mixinStandardHelpOptions = true,
    description = {
      "Changes how a batch is dialed from now on; what is not named stays as it is.",
      "The value 'usual' gives an option back to what it is where nothing is said."
    })
public final class ChangeCommand extends OnBatch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USUAL = "usual";

  @Option(names = "--calls-per-second", paramLabel = "N", description = "Pace of this batch.")
  private String callsPerSecond;

  @Option(names = "--max-concurrency", paramLabel = "N", description = "Its calls at once.")
  private String maxConcurrency;

  @Option(
      names = "--priority",
      paramLabel = "1-10",
      description = "Share of turns beside other batches.")
  private String priority;

  @Option(
      names = "--scheduled-at",
      paramLabel = "TIME",
      description = "When to begin, before it has: ISO-8601 with Z or an offset; usual: at once.")
  private String scheduledAt;

  @Option(
      names = "--end-at",
      paramLabel = "TIME",
      description = "When to end; rows that are left then are skipped.")
  private String endAt;

  @Option(
      names = "--smart-callback",
      paramLabel = "JSON",
      description = "As in the API: {\"enabled\": true, \"maxAttempts\": 3, ...}.")
  private String smartCallback;

  @Option(names = "--retry", paramLabel = "OUTCOME=N:GAPS", description = RetryTexts.DESCRIPTION)
  private List<String> retries = List.of();

  @Option(names = "--retry-total", paramLabel = "0-10", description = RetryTexts.TOTAL)
  private Integer retryTotal;

  @Option(names = "--retry-jitter", paramLabel = "0-50", description = RetryTexts.JITTER)
  private Integer retryJitter;

  @Option(names = "--call-limit", paramLabel = "MAX/TIME", description = CallLimitTexts.DESCRIPTION)
  private List<String> callLimits = List.of();

  @Option(
      names = "--after-conversation-days",
      paramLabel = "0-30",
      description = "Calendar days that a number rests after somebody was reached.")
  private String afterConversationDays;

  @Option(
      names = "--stop-when",
      paramLabel = "RATE/CALLS[/SECONDSs]",
      description = StopWhenOption.DESCRIPTION)
  private String stopWhen;

  @Option(
      names = "--do-not-call",
      paramLabel = "LIST",
      split = ",",
      description = "Do-not-call lists that count, beside opt-out; usual: all of the workspace.")
  private List<String> doNotCall;

  @Option(
      names = "--revision",
      paramLabel = "N",
      description = "Change only this revision, and nothing where another is the newest.")
  private Integer revision;

  @Override
  String tell(GatewayClient client, String batch) {
    JsonNode answer = client.change(batch, fields(), revision);
    String changed =
        StreamSupport.stream(answer.path("changed").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return "%s is at revision %d; %s."
        .formatted(
            batch,
            answer.path("revision").asInt(),
            changed.isEmpty() ? "nothing is different" : "changed: " + changed);
  }

  /** The fields of the API; what was not given is left out. */
  Map<String, JsonNode> fields() {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    put(fields, "callsPerSecond", "--calls-per-second", callsPerSecond);
    put(fields, "maxConcurrency", "--max-concurrency", maxConcurrency);
    put(fields, "priority", "--priority", priority);
    putTime(fields, "scheduledAt", scheduledAt);
    putTime(fields, "endAt", endAt);
    if (smartCallback != null) {
      fields.put("smartCallbackConfig", json("--smart-callback must be JSON", smartCallback));
    }
    String rules = RetryTexts.json(retries, retryTotal, retryJitter);
    if (rules != null) {
      fields.put("retryRules", json("--retry must be as busy=3:30m,2h", rules));
    }
    if (!callLimits.isEmpty()) {
      fields.put(
          "callLimits",
          callLimits.equals(List.of(USUAL))
              ? NullNode.getInstance()
              : json("--call-limit must be as 3/24h", CallLimitTexts.json(callLimits)));
    }
    put(fields, "afterConversationDays", "--after-conversation-days", afterConversationDays);
    if (stopWhen != null) {
      fields.put(
          "stopWhen",
          stopWhen.equals(USUAL)
              ? NullNode.getInstance()
              : json("--stop-when must be as 0.5/20", StopWhenOption.json(stopWhen)));
    }
    if (doNotCall != null) {
      fields.put(
          "doNotCall",
          doNotCall.equals(List.of(USUAL))
              ? NullNode.getInstance()
              : json("--do-not-call must name lists", DoNotCallCommand.counting(doNotCall)));
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is to be changed; name an option, such as --calls-per-second 2");
    }
    return fields;
  }

  private static void putTime(Map<String, JsonNode> fields, String name, String value) {
    if (value != null) {
      fields.put(name, value.equals(USUAL) ? NullNode.getInstance() : TextNode.valueOf(value));
    }
  }

  private static void put(Map<String, JsonNode> fields, String name, String option, String value) {
    if (value == null) {
      return;
    }
    String must = option + " must be a number, or usual";
    JsonNode read = value.equals(USUAL) ? NullNode.getInstance() : json(must, value);
    if (!read.isNull() && !read.isNumber()) {
      throw new IllegalArgumentException(must);
    }
    fields.put(name, read);
  }

  private static JsonNode json(String must, String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(must, e);
    }
  }
}
