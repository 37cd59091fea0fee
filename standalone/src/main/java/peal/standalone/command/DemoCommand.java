package peal.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.demo.Demo;
import peal.standalone.demo.DemoCsv;
import peal.standalone.demo.DemoResult;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole road, once, in a fresh folder. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts everything in a fresh folder, uploads a generated file, shows its calls and checks",
      "every promise against the carrier's own ledger. Exit code 1 names a promise that broke."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int MAX_CONCURRENT_CALLS = 1_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rows of the file, 1-" + DemoCsv.MOST_ROWS + " (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--calls-per-second",
      paramLabel = "N",
      defaultValue = "100",
      description = "Limit of the workspace (default: ${DEFAULT-VALUE}).")
  private double callsPerSecond;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rows < 1 || rows > DemoCsv.MOST_ROWS) {
      throw new ParameterException(
          spec.commandLine(), "--rows must be 1-" + DemoCsv.MOST_ROWS + ", not " + rows);
    }
    if (!(callsPerSecond > 0 && callsPerSecond <= 10_000)) {
      throw new ParameterException(
          spec.commandLine(), "--calls-per-second must be above 0 and at most 10000");
    }
    Path folder = Files.createTempDirectory("peal-demo-");
    Logs.toFile(folder.resolve("logs").resolve("peal.log"));
    Engine engine = new Engine(options(folder), this::say);
    Thread atExit = new Thread(() -> interrupted(engine, folder), "shutdown");
    Runtime.getRuntime().addShutdownHook(atExit);
    DemoResult result;
    try (engine) {
      engine.start();
      result = new Demo(engine, folder, rows, callsPerSecond, MAX_CONCURRENT_CALLS).run();
      say("stopping");
    } catch (RuntimeException e) {
      forget(atExit);
      say("something went wrong; the logs are in " + folder);
      throw e;
    }
    forget(atExit);
    return report(result, folder);
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is running: the person at the terminal has had enough, and it cleans up.
    }
  }

  private EngineOptions options(Path folder) {
    return new EngineOptions(
        folder,
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.of(callsPerSecond),
        Optional.of(MAX_CONCURRENT_CALLS),
        Map.of());
  }

  /** The evidence of a broken promise stays; otherwise nothing does. */
  private int report(DemoResult result, Path folder) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(result.table());
    out.flush();
    if (result.broken().isEmpty()) {
      DataFolder.delete(folder);
      return 0;
    }
    result.broken().forEach(promise -> say("broken promise: " + promise));
    say("the evidence is in " + folder);
    return 1;
  }

  private static void interrupted(Engine engine, Path folder) {
    engine.close();
    try {
      DataFolder.delete(folder);
    } catch (IOException e) {
      // What is left lies in the system's temporary folder.
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println("peal: " + line);
    spec.commandLine().getErr().flush();
  }
}
