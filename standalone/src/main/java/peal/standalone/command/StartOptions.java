package peal.standalone.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import peal.standalone.client.Refused;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file, and how a batch of it is to be dialed. */
final class StartOptions {
  /** Options by the form fields that they are, as the API's answers name them. */
  private static final Map<String, String> OPTIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("callLimits", "--call-limit"),
              Map.entry("onInvalidRows", "--on-invalid-rows"),
              Map.entry("onDuplicates", "--on-duplicates"),
              Map.entry("defaultRegion", "--default-region"),
              Map.entry("missingVariables", "--missing-variables"),
              Map.entry("columns=", "--column FIELD=HEADER"),
              Map.entry("encoding=", "--encoding"),
              Map.entry("scheduledAt", "--scheduled-at"),
              Map.entry("callTimeWindow", "--hours"),
              Map.entry("smartCallbackConfig", "--smart-callback"),
              Map.entry("stopWhen", "--stop-when"),
              Map.entry("retryRules", "--retry"),
              Map.entry("doNotCall", "--do-not-call")));

  @Parameters(
      paramLabel = "FILE",
      description = "The CSV file or workbook (.xlsx); it has a column phone_number.")
  private Path file;

  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "The agent that calls; that of ./peal up by itself, where one runs here.")
  private String agent;

  @Option(
      names = "--keep-open",
      description = "Let rows be added (./peal rows) until the batch is closed (./peal close).")
  private boolean keepOpen;

  @Option(names = "--name", description = "A name for the batch.")
  private String name;

  @Option(
      names = "--scheduled-at",
      paramLabel = "TIME",
      description = "When to begin: ISO-8601 with Z or an offset.")
  private String scheduledAt;

  @Option(
      names = "--end-at",
      paramLabel = "TIME",
      description = "When to end: ISO-8601 with Z or an offset; 90 days after the start by itself.")
  private String endAt;

  @Option(names = "--on-invalid-rows", paramLabel = "reject|skip")
  private String onInvalidRows;

  @Option(names = "--on-duplicates", paramLabel = "skip|keep|reject")
  private String onDuplicates;

  @Option(
      names = "--default-region",
      paramLabel = "REGION",
      description = "Region of national numbers, such as US.")
  private String defaultRegion;

  @Option(
      names = "--missing-variables",
      paramLabel = "refuse|empty",
      description = "What a placeholder means that nothing fills.")
  private String missingVariables;

  @Option(
      names = "--priority",
      paramLabel = "1-10",
      description = "Share of turns beside other batches; 5 where nothing is said.")
  private String priority;

  @Option(
      names = "--calls-per-second",
      paramLabel = "N",
      description = "Pace of this batch; the workspace's where nothing is said.")
  private String callsPerSecond;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "Calls of this batch at once; the workspace's where nothing is said.")
  private String maxConcurrency;

  @Option(
      names = "--hours",
      paramLabel = "START-END or JSON",
      description =
          "When to call, where the recipient is, such as 09:00-20:00; with days, zones and holidays"
              + " as the API's callTimeWindow.")
  private String hours;

  @Option(
      names = "--unknown-timezone",
      paramLabel = "skip|ZONE",
      description = "With --hours: what becomes of numbers whose zone nobody knows.")
  private String unknownTimezone;

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
      description =
          "Do-not-call lists that count, beside opt-out; all of the workspace where none is named.")
  private List<String> doNotCall;

  @Mixin private FileOptions reading = new FileOptions();

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

  /** The file. */
  Path file() {
    return file;
  }

  /** {@code refused} with lines that name the options for the form fields of which it speaks. */
  static Refused named(Refused refused) {
    return new Refused(refused.status(), refused.getMessage() + options(refused.getMessage()));
  }

  /** Lines that name the options for the form fields of which {@code refusal} speaks. */
  static String options(String refusal) {
    return OPTIONS.entrySet().stream()
        .filter(option -> refusal.contains(option.getKey()))
        .map(option -> "\n  Here %s is %s.".formatted(option.getKey(), option.getValue()))
        .collect(Collectors.joining());
  }

  /**
   * The form fields of the API; what was not given is left out.
   *
   * @param usual who calls where nobody is named
   * @throws Refused when nobody calls
   */
  Map<String, String> fields(Optional<String> usual) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(
        "agentId",
        Optional.ofNullable(agent)
            .or(() -> usual)
            .orElseThrow(() -> new Refused(0, "say which agent calls: --agent ID")));
    put(fields, "name", name);
    put(fields, "scheduledAt", scheduledAt);
    put(fields, "endAt", endAt);
    put(fields, "onInvalidRows", onInvalidRows);
    put(fields, "onDuplicates", onDuplicates);
    put(fields, "defaultRegion", defaultRegion);
    put(fields, "missingVariables", missingVariables);
    put(fields, "priority", priority);
    put(fields, "callsPerSecond", callsPerSecond);
    put(fields, "maxConcurrency", maxConcurrency);
    put(fields, "keepOpen", keepOpen ? "true" : null);
    fields.putAll(reading.fields());
    put(fields, "smartCallbackConfig", smartCallback);
    put(fields, "retryRules", RetryTexts.json(retries, retryTotal, retryJitter));
    put(fields, "callTimeWindow", window());
    put(fields, "unknownTimezone", unknownTimezone);
    put(fields, "callLimits", callLimits.isEmpty() ? null : CallLimitTexts.json(callLimits));
    put(fields, "afterConversationDays", afterConversationDays);
    put(fields, "stopWhen", stopWhen == null ? null : StopWhenOption.json(stopWhen));
    put(fields, "doNotCall", doNotCall == null ? null : DoNotCallCommand.counting(doNotCall));
    return fields;
  }

  /** A span such as {@code 09:00-20:00} as the API writes it; anything else as it is. */
  private String window() {
    String[] span = hours == null ? new String[0] : hours.strip().split("-");
    return span.length == 2 && !hours.contains("{")
        ? "{\"windows\": [{\"start\": \"%s\", \"end\": \"%s\"}]}".formatted(span[0], span[1])
        : hours;
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
