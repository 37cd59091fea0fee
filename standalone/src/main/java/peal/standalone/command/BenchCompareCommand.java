package peal.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.bench.BenchReport;
import peal.standalone.bench.Launcher;
import peal.standalone.bench.compare.CompareBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Peal beside what a team would pick instead. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs sides in turn, all of them warm: calls a second from the first byte until counts and",
      "a page show all as completed, rows a second taken in, CPU per call of all processes.",
      "",
      "  peal-instant     'peal up' with a carrier in its own process",
      "  bullmq-noop      BullMQ on Redis, jobs that do nothing, at the best concurrency",
      "  kafka            the records of peal-instant's calls through plain clients",
      "  peal-http        'peal up' with the carrier simulator",
      "  bullmq-carrier   BullMQ, each job one call at a carrier simulator",
      "",
      "Installs what is missing: redis-server by apt-get where it is root, and the packages of",
      "benchmarks/bullmq by npm. A side that cannot run is named in the table.",
      "Exit code 1 when a side is missing, failed, or has fewer runs; a goal that is missed is in",
      "the table only."
    })
public final class BenchCompareCommand implements Callable<Integer> {
  private static final int LEAST_MINUTES = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Calls in each run, 100-1000000 (default: ${DEFAULT-VALUE}).")
  private int calls;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each side that count, 1-100 (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "15",
      description = {
        "After which it is over, whatever hangs, 5-1440 (default: ${DEFAULT-VALUE}).",
        "Runs that do not fit in are left out, and that is said."
      })
  private int minutes;

  @Option(
      names = "--sides",
      split = ",",
      paramLabel = "SIDE",
      description = "Only these; kafka needs peal-instant (default: all).")
  private List<String> sides = CompareBench.sides();

  @Option(names = "--no-install", description = "Installs nothing.")
  private boolean noInstall;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go (default: a new file in ./bench-results).")
  private Path json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CompareBench.Options options = options();
    Logs.quiet();
    BenchReport report =
        new CompareBench(
                Launcher.path(), options, line -> spec.commandLine().getErr().println(line))
            .run();
    return json == null
        ? report.publish(spec.commandLine().getOut(), BenchReport.FOLDER)
        : report.publishAs(spec.commandLine().getOut(), json);
  }

  /** What the arguments mean. */
  CompareBench.Options options() {
    check("--calls", calls >= 100 && calls <= 1_000_000);
    check("--runs", runs >= 1 && runs <= 100);
    check("--minutes", minutes >= LEAST_MINUTES && minutes <= 1_440);
    check("--sides", CompareBench.sides().containsAll(sides));
    return new CompareBench.Options(
        calls, runs, Duration.ofMinutes(minutes), List.copyOf(sides), !noInstall);
  }

  private void check(String option, boolean holds) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), option + " is out of range; see --help");
    }
  }
}
