package peal.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import peal.service.OwnFolder;
import peal.standalone.Logs;
import peal.standalone.chaos.ChaosOptions;
import peal.standalone.chaos.ChaosRun;
import peal.standalone.chaos.plan.ChaosPlan;
import peal.standalone.chaos.report.ChaosReport;
import peal.standalone.chaos.report.ReportFiles;
import peal.standalone.chaos.report.ReportText;
import peal.standalone.engine.DataFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The kill test: a cluster of processes, disturbed for minutes, and judged. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts three Kafka brokers, nine services and a phone network as processes of their own,",
      "uploads files for several workspaces, kills, freezes, restarts and wipes by a seeded plan,",
      "and checks all ten promises. Exit code 0 only if all of them held."
    })
public final class ChaosCommand implements Callable<Integer> {
  private static final int SEEDS = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Makes the plan; the same seed makes the same one (default: any).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long faults go on, from 1.25 (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Rows of all files together, 300-60000 (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--careless-carrier",
      description = {
        "A carrier that rings for every request, whatever its key: how some calls ended is then",
        "known to nobody, but nobody is rung twice."
      })
  private boolean careless;

  @Option(
      names = "--previous",
      paramLabel = "LIB",
      description = {
        "Folder with the jars of another build that has these faults, such as its",
        "standalone/target/lib: the second of each kind, of three dialers one, runs that."
      })
  private Optional<Path> previous = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "peal-data/chaos",
      description = "Folder for the report as JSON and Markdown (default: ${DEFAULT-VALUE}).")
  private Path report;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Empty folder for brokers, stores and logs, which is kept (default: a temporary one,",
        "which is deleted if everything held)."
      })
  private Optional<Path> data = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    double shortest = ChaosPlan.SHORTEST.toMillis() / 60_000.0;
    if (!(minutes >= shortest && minutes <= 1_000)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes must be %s-1000".formatted(shortest));
    }
    if (rows < ChaosPlan.LEAST_ROWS || rows > ChaosPlan.MOST_ROWS) {
      throw new ParameterException(
          spec.commandLine(),
          "--rows must be %d-%d, not %d"
              .formatted(ChaosPlan.LEAST_ROWS, ChaosPlan.MOST_ROWS, rows));
    }
    if (previous.isPresent() && !Files.isDirectory(previous.get())) {
      throw new ParameterException(
          spec.commandLine(), "--previous must be a folder with jars; " + previous.get());
    }
    long chosen = seed.orElseGet(() -> (long) new SecureRandom().nextInt(SEEDS));
    Path folder = folder();
    Logs.toFile(folder.resolve("logs").resolve("peal.log"));
    say("seed " + chosen + ", data in " + folder);
    Duration storm = Duration.ofMillis((long) (minutes * 60_000));
    ChaosReport result =
        new ChaosRun(new ChaosOptions(chosen, storm, rows, !careless, previous, folder), this::say)
            .run();
    spec.commandLine().getOut().print(ReportText.table(result));
    spec.commandLine().getOut().flush();
    say("the report is in " + ReportFiles.write(result, report));
    if (result.kept() && data.isEmpty()) {
      DataFolder.delete(folder);
    } else {
      say("logs and data are in " + folder);
    }
    return result.kept() ? 0 : 1;
  }

  private Path folder() throws IOException {
    if (data.isEmpty()) {
      return Files.createTempDirectory("peal-chaos-");
    }
    Path folder = Files.createDirectories(data.get()).toAbsolutePath();
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new ParameterException(
            spec.commandLine(), "--data must be an empty folder; " + folder + " is not");
      }
    }
    // Only now: nobody wants the modes of another folder changed.
    return OwnFolder.at(folder);
  }

  private void say(String line) {
    spec.commandLine().getErr().println("peal: " + line);
    spec.commandLine().getErr().flush();
  }
}
