package peal.standalone.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.bench.BenchReport;
import peal.standalone.bench.Launcher;
import peal.standalone.bench.StartBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How soon {@code up} is ready, beside the bare broker. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts the bundled broker alone and 'peal up', in turn, each twice on the same folder: from",
      "the launch until the broker answers its first request for metadata, and until 'up' is"
          + " ready.",
      "Exit code 1 when 'up' takes more than twice as long as the broker."
    })
public final class BenchStartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often, 1-100 (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1 || runs > 100) {
      throw new ParameterException(spec.commandLine(), "--runs must be 1-100, not " + runs);
    }
    Logs.quiet();
    BenchReport report =
        new StartBench(Launcher.path(), runs, line -> spec.commandLine().getErr().println(line))
            .run();
    return report.publish(spec.commandLine().getOut(), BenchReport.FOLDER);
  }
}
