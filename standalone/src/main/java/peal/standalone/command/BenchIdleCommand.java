package peal.standalone.command;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.bench.BenchReport;
import peal.standalone.bench.IdleBench;
import peal.standalone.bench.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code up} costs that has nothing to do. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts 'peal up', leaves it alone and watches what its processes take of a core, what they",
      "write to Kafka and what they log. Exit code 1 when that is 2 %% of a core or more, or",
      "anything is written or logged."
    })
public final class BenchIdleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--settle",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds that it is left alone before, 1-600 (default: ${DEFAULT-VALUE}).")
  private int settle;

  @Option(
      names = "--measured",
      paramLabel = "S",
      defaultValue = "60",
      description = "Seconds that it is watched, 1-600 (default: ${DEFAULT-VALUE}).")
  private int measured;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logs.quiet();
    BenchReport report =
        new IdleBench(
                Launcher.path(),
                seconds("--settle", settle),
                seconds("--measured", measured),
                line -> spec.commandLine().getErr().println(line))
            .run();
    return report.publish(spec.commandLine().getOut(), BenchReport.FOLDER);
  }

  private Duration seconds(String option, int given) {
    if (given < 1 || given > 600) {
      throw new ParameterException(spec.commandLine(), option + " must be 1-600, not " + given);
    }
    return Duration.ofSeconds(given);
  }
}
