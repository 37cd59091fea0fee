package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.standalone.Peal;
import peal.standalone.bench.OverloadPlan;
import peal.standalone.bench.compare.CompareBench;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import picocli.CommandLine;

class ArgumentsTest {
  private final StringWriter said = new StringWriter();
  private final CommandLine peal = Peal.commandLine().setErr(new PrintWriter(said));

  @Test
  void oneCommandIsDescribedAsAmongAll() {
    peal.getSubcommands()
        .forEach((name, command) -> {
          CommandLine alone = Peal.commandLine(name, "--help");
          assertThat(alone.getSubcommands()).containsOnlyKeys(name);
          assertThat(alone.getSubcommands().get(name).getUsageMessage())
              .isEqualTo(command.getUsageMessage());
        });
  }

  @Test
  void whatIsNoCommandIsSoughtAmongAll() {
    for (String first : List.of("--help", "upp", "", "@up")) {
      assertThat(Peal.commandLine(first).getSubcommands().keySet())
          .isEqualTo(peal.getSubcommands().keySet());
    }
  }

  @Test
  void upTakesItsOptions() {
    // when
    EngineOptions options =
        parse(
                UpCommand.class,
                "up",
                "--port=0",
                "--data=my data",
                "--calls-per-second=2.5",
                "--max-concurrent-calls=7",
                "--carrier=fast",
                "--kafka=one:9092,two:9092")
            .options(Map.of("PEAL_HOST", "0.0.0.0"));

    // then
    assertThat(options.port()).isZero();
    assertThat(options.host()).isEqualTo("0.0.0.0");
    assertThat(options.data()).isEqualTo(Path.of("my data"));
    assertThat(options.callsPerSecond()).contains(2.5);
    assertThat(options.maxConcurrentCalls()).contains(7);
    assertThat(options.carrier()).isEqualTo(CarrierPace.FAST);
    assertThat(options.kafka()).contains("one:9092,two:9092");
  }

  @Test
  void upWithoutOptionsServesLocallyWithPeopleAsTheyAre() {
    EngineOptions options = parse(UpCommand.class, "up").options(Map.of());

    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.data()).isEqualTo(Path.of("peal-data"));
    assertThat(options.carrier()).isEqualTo(CarrierPace.REALISTIC);
    assertThat(options.kafka()).isEmpty();
    assertThat(options.callsPerSecond()).isEmpty();
  }

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--calls-per-second=100000, at most 10000",
    "--calls-per-second=0, above 0",
    "--max-concurrent-calls=0, 1-1000000",
    "--port=70000, 0-65535"
  })
  void aWrongOptionOfUpIsRefusedInOneLineBeforeAnythingIsMade(String option, String allowed) {
    // when
    Path data = folder.resolve("data");
    int code = peal.execute("up", option, "--data=" + data);

    // then
    assertThat(code).isEqualTo(2);
    assertThat(said.toString().strip())
        .contains(option.substring(0, option.indexOf('=')))
        .containsOnlyOnce(allowed)
        .doesNotContain("\n");
    assertThat(data).doesNotExist();
  }

  @Test
  void aDataFolderThatCannotBeWrittenIsOneLineWithTheReason() throws Exception {
    // given
    Path file = Files.createFile(folder.resolve("data"));

    // when
    int code = peal.execute("up", "--data=" + file);

    // then
    assertThat(code).isEqualTo(1);
    assertThat(said.toString().strip())
        .contains(file + " is a file, not a folder")
        .contains("--data")
        .doesNotContain("\n");
  }

  @Test
  void uploadSendsOnlyTheFieldsThatWereGiven() {
    UploadCommand upload =
        parse(UploadCommand.class, "upload", "a.csv", "--agent", "agent_1", "--name", "Spring");

    assertThat(upload.fields(Optional.empty()))
        .isEqualTo(Map.of("agentId", "agent_1", "name", "Spring"));
  }

  @Test
  void aBatchMayNameTheListsThatCount() {
    UploadCommand upload =
        parse(
            UploadCommand.class,
            "upload",
            "a.csv",
            "--agent=agent_1",
            "--do-not-call=complaints,registry");

    assertThat(upload.fields(Optional.empty()))
        .containsEntry("doNotCall", "{\"lists\":[\"complaints\",\"registry\"]}");
    assertThat(
            parse(ChangeCommand.class, "change", "batch_b1", "--do-not-call", "registry")
                .fields()
                .get("doNotCall"))
        .hasToString("{\"lists\":[\"registry\"]}");
    assertThat(
            parse(ChangeCommand.class, "change", "batch_b1", "--do-not-call", "usual")
                .fields()
                .get("doNotCall")
                .isNull())
        .isTrue();
  }

  @Test
  void theAgentOfThisMachinesPealCallsWhereNobodyIsNamed() {
    UploadCommand upload = parse(UploadCommand.class, "upload", "a.csv");

    assertThat(upload.fields(Optional.of("agent_1"))).isEqualTo(Map.of("agentId", "agent_1"));
    assertThatThrownBy(() -> upload.fields(Optional.empty())).hasMessageContaining("--agent ID");
  }

  @Test
  void planSendsWhatUploadSendsAndWhatIsAssumed() {
    PlanCommand plan =
        parse(
            PlanCommand.class,
            "plan",
            "a.csv",
            "--agent=agent_1",
            "--hours=09:00-17:00",
            "--assume={\"talkSeconds\": 30}");

    assertThat(plan.fields(Optional.empty()))
        .isEqualTo(
            Map.of(
                "agentId",
                "agent_1",
                "callTimeWindow",
                "{\"windows\": [{\"start\": \"09:00\", \"end\": \"17:00\"}]}",
                "assume",
                "{\"talkSeconds\": 30}"));
  }

  @Test
  void redialSaysWhichRowsAndWhatShallBeOtherwise() throws Exception {
    RedialCommand redial =
        parse(
            RedialCommand.class,
            "redial",
            "batch_b1",
            "--outcomes=busy,no_answer",
            "--override=name=2026",
            "--override=callsPerSecond=2.5",
            "--override=priority=usual",
            "--override=callTimeWindow={\"windows\": []}");

    assertThat(new ObjectMapper().writeValueAsString(redial.fields()))
        .isEqualTo(
            "{\"outcomes\":[\"busy\",\"no_answer\"],\"overrides\":{\"name\":\"2026\","
                + "\"callsPerSecond\":2.5,\"priority\":null,\"callTimeWindow\":{\"windows\":[]}}}");
    assertThat(parse(RedialCommand.class, "redial", "batch_b1").fields()).isEmpty();
    assertThatThrownBy(
            () -> parse(RedialCommand.class, "redial", "batch_b1", "--override=name").fields())
        .hasMessageContaining("FIELD=VALUE");
  }

  @Test
  void uploadNamesTheOptionOfAFormFieldThatARefusalNames() {
    assertThat(StartOptions.options("Or send the form field defaultRegion, such as US."))
        .isEqualTo("\n  Here defaultRegion is --default-region.");
    assertThat(StartOptions.options("The agent does not exist.")).isEmpty();
  }

  @Test
  void limitsOfCallsAreTypedShort() {
    UploadCommand upload =
        parse(
            UploadCommand.class,
            "upload",
            "a.csv",
            "--agent=agent_1",
            "--call-limit=3/24h",
            "--call-limit=7/7d,connected,batch",
            "--after-conversation-days=2");

    assertThat(upload.fields(Optional.empty()))
        .containsEntry(
            "callLimits",
            "[{\"max\": 3, \"hours\": 24}, {\"max\": 7, \"days\": 7, \"counts\": \"connected\","
                + " \"scope\": \"batch\"}]")
        .containsEntry("afterConversationDays", "2");
    UploadCommand odd =
        parse(UploadCommand.class, "upload", "a.csv", "--agent=agent_1", "--call-limit=3");
    assertThatThrownBy(() -> odd.fields(Optional.empty())).hasMessageContaining("3/24h");
  }

  @Test
  void whenABatchPausesItselfIsTypedShort() {
    UploadCommand upload =
        parse(UploadCommand.class, "upload", "a.csv", "--agent=agent_1", "--stop-when=0.5/20");
    assertThat(upload.fields(Optional.empty()))
        .containsEntry("stopWhen", "{\"failureRate\": 0.5, \"minCalls\": 20}");

    UploadCommand odd =
        parse(UploadCommand.class, "upload", "a.csv", "--agent=agent_1", "--stop-when=50%");
    assertThatThrownBy(() -> odd.fields(Optional.empty())).hasMessageContaining("0.5/20");
  }

  @Test
  void aChangeTakesWhenItPausesItselfAndTurnsThatOff() {
    ChangeCommand change =
        parse(ChangeCommand.class, "change", "batch_1", "--stop-when=0.25/50/300s");
    assertThat(change.fields().get("stopWhen").toString())
        .isEqualTo("{\"failureRate\":0.25,\"minCalls\":50,\"windowSeconds\":300}");

    ChangeCommand off = parse(ChangeCommand.class, "change", "batch_1", "--stop-when=usual");
    assertThat(off.fields().get("stopWhen").isNull()).isTrue();
  }

  @Test
  void retryRulesAreTypedShort() {
    UploadCommand upload =
        parse(
            UploadCommand.class,
            "upload",
            "a.csv",
            "--agent=agent_1",
            "--retry=busy=3:30m,2h",
            "--retry=no_answer=2:1d",
            "--retry-total=4",
            "--retry-jitter=10");
    assertThat(upload.fields(Optional.empty()))
        .containsEntry(
            "retryRules",
            "{\"maxAttempts\": 4, \"jitterPercent\": 10, \"rules\": {\"busy\": {\"maxAttempts\": 3,"
                + " \"gaps\": [{\"minutes\": 30}, {\"hours\": 2}]}, \"no_answer\":"
                + " {\"maxAttempts\": 2, \"gaps\": [{\"days\": 1}]}}}");

    ChangeCommand change = parse(ChangeCommand.class, "change", "batch_1", "--retry=busy=3:30m");
    assertThat(change.fields().get("retryRules").path("maxAttempts").intValue()).isEqualTo(3);
    ChangeCommand none = parse(ChangeCommand.class, "change", "batch_1", "--retry-total=0");
    assertThat(none.fields().get("retryRules").toString()).isEqualTo("{\"maxAttempts\":0}");
    ChangeCommand twice =
        parse(ChangeCommand.class, "change", "batch_1", "--retry=busy=2:30m", "--retry=busy=1:1d");
    assertThatThrownBy(twice::fields).hasMessageContaining("twice");
    for (String odd : List.of("--retry=busy", "--retry=busy=3:30", "--retry-jitter=5")) {
      ChangeCommand refused = parse(ChangeCommand.class, "change", "batch_1", odd);
      assertThatThrownBy(refused::fields).hasMessageContaining("busy=3:30m");
    }
  }

  @Test
  void aChangeTakesLimitsAndGivesThemBack() {
    ChangeCommand tighter = parse(ChangeCommand.class, "change", "batch_1", "--call-limit=3/24h");
    assertThat(tighter.fields().get("callLimits").toString())
        .isEqualTo("[{\"max\":3,\"hours\":24}]");

    ChangeCommand none = parse(ChangeCommand.class, "change", "batch_1", "--call-limit=usual");
    assertThat(none.fields().get("callLimits").isNull()).isTrue();
  }

  @Test
  void uploadTakesAColumnOnce() {
    UploadCommand upload =
        parse(
            UploadCommand.class,
            "upload",
            "a.csv",
            "--agent",
            "agent_1",
            "--column",
            "phone_number=Mobile",
            "--column",
            "phone_number=Home");

    assertThatThrownBy(() -> upload.fields(Optional.empty()))
        .hasMessage("--column phone_number is given twice");
  }

  @Test
  void uploadSaysWhichColumnIsWhich() {
    UploadCommand upload =
        parse(
            UploadCommand.class,
            "upload",
            "a.csv",
            "--agent",
            "agent_1",
            "--column",
            "phone_number=Phone 1 = \"Value\"",
            "--column=timezone=TZ",
            "--encoding",
            "windows-1252");

    assertThat(upload.fields(Optional.empty()))
        .containsEntry(
            "columns", "{\"phone_number\":\"Phone 1 = \\\"Value\\\"\",\"timezone\":\"TZ\"}")
        .containsEntry("encoding", "windows-1252");
  }

  @Test
  void uploadSaysWhatAPlaceholderMeansThatNothingFills() {
    UploadCommand upload =
        parse(
            UploadCommand.class,
            "upload",
            "a.csv",
            "--agent=agent_1",
            "--missing-variables",
            "empty");

    assertThat(upload.fields(Optional.empty())).containsEntry("missingVariables", "empty");
  }

  @Test
  void uploadTellsTheWarningsOfAStart() throws IOException {
    JsonNode started =
        new ObjectMapper()
            .readTree(
                """
                {"warnings": {
                  "counts": {"doubtful_number": 3, "unfilled_placeholder": 1, "too_short": 1},
                  "first": [
                    {"row": null, "code": "unfilled_placeholder", "message": "{x} is empty."},
                    {"row": 7, "code": "doubtful_number", "message": "Look."},
                    {"row": 9, "code": "doubtful_number", "message": "Look."}]}}
                """);

    assertThat(UploadCommand.warnings(started))
        .containsExactly(
            "warning: doubtful_number (3), first in row 7: Look.",
            "warning: unfilled_placeholder (1): {x} is empty.",
            "warning: too_short (1)");
    assertThat(UploadCommand.warnings(new ObjectMapper().readTree("{}"))).isEmpty();
  }

  @Test
  void aComparisonIsOfAllSidesInABoundedTimeUnlessToldOtherwise() {
    CompareBench.Options usual = compare();
    CompareBench.Options told =
        compare("--calls=500", "--sides=kafka,peal-instant", "--no-install");

    assertThat(usual.calls()).isEqualTo(20_000);
    assertThat(usual.runs()).isEqualTo(5);
    assertThat(usual.limit()).isEqualTo(Duration.ofMinutes(15));
    assertThat(usual.sides()).isEqualTo(CompareBench.sides());
    assertThat(usual.install()).isTrue();
    assertThat(told.calls()).isEqualTo(500);
    assertThat(told.sides()).containsExactly("kafka", "peal-instant");
    assertThat(told.install()).isFalse();
  }

  private CompareBench.Options compare(String... options) {
    CommandLine.ParseResult parsed =
        peal.parseArgs(
            Stream.concat(Stream.of("bench", "compare"), Stream.of(options))
                .toArray(String[]::new));
    return ((BenchCompareCommand) parsed.subcommand().subcommand().commandSpec().userObject())
        .options();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--calls=99", "--runs=0", "--minutes=4", "--sides=sidekiq"})
  void aComparisonThatCannotBeIsRefusedBeforeAnythingStarts(String option) {
    assertThat(peal.execute("bench", "compare", option)).isEqualTo(2);
    assertThat(said.toString()).contains(option.substring(0, option.indexOf('=')));
  }

  @Test
  void uploadNeedsAnAgent() {
    assertThat(peal.execute("upload", "a.csv")).isEqualTo(1);
    assertThat(said.toString()).contains("say which agent calls: --agent ID");
  }

  @Test
  void anUnknownCarrierIsRefused() {
    assertThat(peal.execute("up", "--carrier=pigeon")).isEqualTo(2);
    assertThat(said.toString()).contains("--carrier").contains("pigeon");
  }

  @Test
  void moreDemoRowsThanFictionalNumbersAreRefused() {
    assertThat(peal.execute("demo", "--rows=1000000")).isEqualTo(2);
    assertThat(said.toString()).contains("--rows must be 1-60000, not 1000000");
  }

  @Test
  void anUnknownServiceIsRefused() {
    assertThat(peal.execute("run", "dispatcher")).isEqualTo(2);
    assertThat(said.toString()).contains("dispatcher");
  }

  @Test
  void settingNothingIsRefused() {
    assertThat(peal.execute("workspace", "set", "acme")).isEqualTo(2);
    assertThat(said.toString()).contains("Say what to change");
  }

  @Test
  void anUnknownRoleIsRefused() {
    assertThat(peal.execute("key", "create", "acme", "--role=king")).isEqualTo(2);
    assertThat(said.toString()).contains("--role").contains("king");
  }

  @Test
  void aShortBenchmarkOfOverloadIsThatUnlessOneSaysMore() {
    assertThat(parseBench("overload", "--short").plan()).isEqualTo(OverloadPlan.SHORT);
    assertThat(parseBench("overload").plan()).isEqualTo(OverloadPlan.LONG);
    assertThat(parseBench("overload", "--short", "--rates=7,8", "--answers=500").plan())
        .isEqualTo(
            new OverloadPlan(
                List.of(7, 8),
                List.of(Duration.ofMillis(500)),
                OverloadPlan.SHORT.warmUp(),
                OverloadPlan.SHORT.measured(),
                OverloadPlan.SHORT.leastShare()));
    assertThat(peal.execute("bench", "overload", "--rates=10001")).isEqualTo(2);
  }

  private BenchOverloadCommand parseBench(String... arguments) {
    CommandLine.ParseResult parsed =
        peal.parseArgs(
            Stream.concat(Stream.of("bench"), Stream.of(arguments)).toArray(String[]::new));
    return (BenchOverloadCommand) parsed.subcommand().subcommand().commandSpec().userObject();
  }

  @Test
  void everyCommandExplainsItself() {
    assertThat(explained(peal)).hasSizeGreaterThan(20);
  }

  private static Stream<String> texts(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().usageMessage().description()),
        command.getCommandSpec().options().stream()
            .flatMap(option -> Stream.of(option.description())));
  }

  /** Names of the commands below {@code above}, whose explanations have been read. */
  private static List<String> explained(CommandLine above) {
    return above.getSubcommands().values().stream()
        .flatMap(command -> {
          String name = command.getCommandSpec().qualifiedName();
          assertThat(command.getUsageMessage()).contains("Usage: " + name);
          // A lone per cent sign ends the explanation, or warns before it.
          texts(command).forEach(text -> assertThat(String.format(text)).isNotNull());
          return Stream.concat(Stream.of(name), explained(command).stream());
        })
        .toList();
  }

  private <T> T parse(Class<T> type, String... arguments) {
    CommandLine.ParseResult parsed = peal.parseArgs(arguments);
    return type.cast(parsed.subcommand().commandSpec().userObject());
  }
}
