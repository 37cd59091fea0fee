package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.standalone.Peal;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import picocli.CommandLine;

class ArgumentsTest {
  private final StringWriter said = new StringWriter();
  private final CommandLine peal = Peal.commandLine().setErr(new PrintWriter(said));

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

  @Test
  void uploadSendsOnlyTheFieldsThatWereGiven() {
    UploadCommand upload =
        parse(UploadCommand.class, "upload", "a.csv", "--agent", "agent_1", "--name", "Spring");

    assertThat(upload.fields()).isEqualTo(Map.of("agentId", "agent_1", "name", "Spring"));
  }

  @Test
  void uploadNeedsAnAgent() {
    assertThat(peal.execute("upload", "a.csv")).isEqualTo(2);
    assertThat(said.toString()).contains("Missing required option: '--agent=ID'");
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
  void everyCommandExplainsItself() {
    for (CommandLine command : peal.getSubcommands().values()) {
      assertThat(command.getUsageMessage()).contains("Usage: peal " + command.getCommandName());
    }
  }

  private <T> T parse(Class<T> type, String... arguments) {
    CommandLine.ParseResult parsed = peal.parseArgs(arguments);
    return type.cast(parsed.subcommand().commandSpec().userObject());
  }
}
