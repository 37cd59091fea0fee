package peal.standalone.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.standalone.engine.Secrets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything in the foreground, until it is told to stop. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs all of Peal in the foreground, with a bundled Kafka broker and a simulated carrier.",
      "Prints one line when it can serve. Ctrl-C stops it; the same --data resumes."
    })
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port of the API; 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "peal-data",
      description = "Data folder (default: ./${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--calls-per-second",
      paramLabel = "N",
      description = "Limit of the demo workspace, above 0, at most 10000.")
  private Double callsPerSecond;

  @Option(
      names = "--max-concurrent-calls",
      paramLabel = "N",
      description = "Limit of the demo workspace, 1-1000000.")
  private Integer maxConcurrentCalls;

  @Option(
      names = "--carrier",
      defaultValue = "realistic",
      paramLabel = "realistic|fast|instant",
      description = "How long people let it ring and talk (default: ${DEFAULT-VALUE}).")
  private CarrierPace carrier;

  @Option(
      names = "--kafka",
      paramLabel = "BOOTSTRAP",
      description = "Use this running cluster instead of the bundled broker.")
  private String kafka;

  @Override
  public Integer call() throws InterruptedException {
    EngineOptions options;
    try {
      options = options(System.getenv());
    } catch (IllegalArgumentException wrong) {
      say(wrong.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    DataFolder.prepare(options.data());
    Logs.toFile(options.data().resolve("logs").resolve("peal.log"));
    Engine engine = new Engine(options, this::say);
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "shutdown"));
    try {
      engine.start();
      announce(engine);
      say(engine.awaitFault() + " has ended; so does Peal. Start it again to go on.");
    } finally {
      engine.close();
    }
    return 1;
  }

  /**
   * What the arguments mean, with {@code environment} passed through to the services.
   *
   * @throws IllegalArgumentException naming an option that is out of range
   */
  EngineOptions options(Map<String, String> environment) {
    return new EngineOptions(
        data,
        environment.getOrDefault("PEAL_HOST", "127.0.0.1"),
        port,
        Optional.ofNullable(kafka),
        carrier,
        Optional.ofNullable(callsPerSecond),
        Optional.ofNullable(maxConcurrentCalls),
        environment);
  }

  private void announce(Engine engine) {
    Secrets secrets = engine.secrets();
    say("agent " + secrets.agent().orElse("?") + "; logs in " + data.resolve("logs"));
    spec.commandLine()
        .getOut()
        .printf(
            "Peal is ready: %s workspace=%s api-key=%s%n",
            engine.url(), secrets.workspace(), secrets.apiKey());
    spec.commandLine().getOut().flush();
  }

  private void say(String line) {
    spec.commandLine().getErr().println("peal: " + line);
    spec.commandLine().getErr().flush();
  }
}
